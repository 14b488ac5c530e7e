# SPDX-License-Identifier: Apache-2.0
# Answer files as a terminal writes them; to be sourced.
institution=1311111111

now_tokyo() {
    TZ=Asia/Tokyo date +%Y%m%d%H%M%S
}

# answer NAME BIRTH SEX [IDENTIFIER [VALIDITY [INSTITUTION]]]: UTF-8, on stdout
answer() {
    printf '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\r\n'
    printf '<XmlMsg><MessageHeader><ProcessExecutionTime>%s</ProcessExecutionTime>' "$(now_tokyo)"
    printf '<SegmentOfResult>1</SegmentOfResult><ArbitraryFileIdentifier>%s</ArbitraryFileIdentifier>' "${4-terminal$RANDOM$RANDOM}"
    printf '<MedicalInstitutionCode>%s</MedicalInstitutionCode></MessageHeader>\r\n' "${6-$institution}"
    printf '<MessageBody><ProcessingResultStatus>1</ProcessingResultStatus><QualificationValidity>%s</QualificationValidity>' "${5-1}"
    printf '<ResultList><ResultOfQualificationConfirmation><InsurerNumber>  123456</InsurerNumber>'
    printf '<InsuredIdentificationNumber>4260</InsuredIdentificationNumber>'
    printf '<Name>%s</Name><Sex1>%s</Sex1><Birthdate>%s</Birthdate>' "$1" "$3" "$2"
    printf '</ResultOfQualificationConfirmation></ResultList></MessageBody></XmlMsg>\r\n'
}

# The same in CP932, and declared as terminals do.
answer_cp932() {
    answer "$@" | sed 's/encoding="UTF-8"/encoding="Shift_JIS"/' | iconv -f UTF-8 -t CP932
}

# drop FILE: stdin under a temporary name, then by rename
drop() {
    cat >"$1.part" && mv "$1.part" "$1"
}

# Waits until FILE matches the extended regex.
wait_for_line() { # FILE REGEX
    local i
    for i in $(seq 300); do
        grep -qE -- "$2" "$1" 2>/dev/null && return 0
        sleep 0.1
    done
    echo "no line matches $2 in $1:" >&2
    cat "$1" >&2
    return 1
}
