#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# OpenSSH: the auth key in ssh-keygen, ssh-agent and a login: D9 and D10.
# card: adult
. "$TOP/tests/integration/pkcs11/common.bash"
needs ssh-keygen ssh-agent ssh-add expect
read_certificates || exit 1

ssh-keygen -D "$MOD" >keys 2>ssh.log
wanted=$(ssh-keygen -i -m PKCS8 -f auth.pub)
is 'the first key is that of the auth certificate' \
    "$(head -1 keys | cut -d' ' -f1,2)" "$wanted"
is 'no more than the auth CA beside it' "$(wc -l <keys)" 2
is 'with INKAN_PKCS11_CA=off it is alone' \
    "$(INKAN_PKCS11_CA=off ssh-keygen -D "$MOD" 2>/dev/null | wc -l)" 1
is 'nothing of the sign token is shown' \
    "$(grep -c "$(ssh-keygen -i -m PKCS8 -f sign.pub | cut -d' ' -f2)" keys)" 0

# ssh-add asks on a terminal; it offers the one PIN to every token.
eval "$(ssh-agent -s -P "$(dirname "$(realpath "$MOD")")/*")" >/dev/null
add() {
    expect -c "spawn ssh-add -s $MOD; expect -re {passphrase.*:}; send \"$1\r\"; expect eof; catch wait result; exit [lindex \$result 3]"
}
succeeds 'ssh-add -s with the 4-digit PIN' add 1234
counters_are 3/5 'though it was offered to both tokens'
says 'the agent has the key' "$(cut -d' ' -f2 <<<"$wanted" | cut -c1-60 | sed 's/[+]/./g')" ssh-add -L
head -1 keys >card.pub
succeeds 'it signs: ssh-add -T' ssh-add -T card.pub
succeeds 'it signs a file' bash -c 'ssh-keygen -Y sign -n file -f card.pub <data >data.sig'
printf 'holder %s\n' "$wanted" >signers
succeeds 'whose signature verifies' \
    bash -c 'ssh-keygen -Y verify -f signers -I holder -n file -s data.sig <data'

sshd=$(command -v sshd || echo /usr/sbin/sshd)
if [ -x "$sshd" ]; then
    mkdir -p /run/sshd
    ssh-keygen -q -t ed25519 -N '' -f host.key
    cat >sshd.conf <<END
Port 2222
ListenAddress 127.0.0.1
HostKey $T/host.key
AuthorizedKeysFile $T/card.pub
StrictModes no
UsePAM no
PidFile $T/sshd.pid
END
    chmod 711 "$T"
    chmod 644 card.pub
    "$sshd" -f sshd.conf -E sshd.log
    wait_for_port 2222
    says 'a login at a real sshd' LOGIN-OK \
        ssh -F none -o BatchMode=yes -o StrictHostKeyChecking=accept-new -o "UserKnownHostsFile=$T/known" \
        -p 2222 "$(id -un)@127.0.0.1" echo LOGIN-OK
    kill "$(cat sshd.pid)"
else
    skip 'a login at a real sshd' 'sshd is not installed'
fi
ssh-add -e "$MOD" >/dev/null 2>&1
kill "$SSH_AGENT_PID"
counters_are 3/5 'at the end'
done_testing
