/* SPDX-License-Identifier: Apache-2.0
 *
 * Each code with its name for machines, a sentence and what to do, in English
 * and Japanese. The one place where these texts stand.
 */
#include <string.h>

#include <inkan/error.h>

#include "card/edge/bytes.h"

struct words {
    const char *text;
    const char *action;
};

static const struct explain_row {
    const char *code;
    struct words en;
    struct words ja;
} rows[] = {
    /* clang-format off */
    [INKAN_OK] = { "ok",
        { "It went well.", "" },
        { "正常に終わりました。", "" } },
    [INKAN_ARG] = { "argument",
        { "The program asked for something impossible.", "Report this to whoever made the program." },
        { "プログラムからの指定が正しくありません。", "プログラムの作成者に知らせてください。" } },
    [INKAN_NOMEM] = { "no-memory",
        { "There is not enough memory.", "Close other programs and try again." },
        { "メモリーが足りません。", "他のプログラムを終了してから、もう一度お試しください。" } },
    [INKAN_NO_SERVICE] = { "no-service",
        { "The smart card service (pcscd) does not run.", "Start it: systemctl start pcscd.socket" },
        { "スマートカードのサービス（pcscd）が動いていません。", "起動してください: systemctl start pcscd.socket" } },
    [INKAN_ACCESS] = { "access",
        { "The smart card service refuses this user.", "Ask the administrator for a polkit rule that allows org.debian.pcsc-lite.access_pcsc and access_card." },
        { "スマートカードのサービスが、この利用者に使用を許可していません。", "管理者に、polkit で org.debian.pcsc-lite.access_pcsc と access_card を許可するよう依頼してください。" } },
    [INKAN_NO_READER] = { "no-reader",
        { "There is no such card reader.", "Connect a reader, or name one that is listed." },
        { "カードリーダーが見つかりません。", "リーダーを接続するか、一覧にある名前を指定してください。" } },
    [INKAN_AMBIGUOUS] = { "ambiguous",
        { "Several readers fit.", "Name one of them." },
        { "該当するリーダーが複数あります。", "どれか一つを指定してください。" } },
    [INKAN_NO_CARD] = { "no-card",
        { "There is no card in the reader.", "Put the card on the reader; it must be a type B reader." },
        { "リーダーにカードがありません。", "カードを置いてください（Type B に対応したリーダーが必要です）。" } },
    [INKAN_REMOVED] = { "removed",
        { "The card was taken away, or another one came.", "Put the card back and leave it until the end." },
        { "カードが外されたか、別のカードに替わりました。", "カードを置き直し、終わるまで動かさないでください。" } },
    [INKAN_RESET] = { "reset",
        { "Another program reset the card.", "Try again." },
        { "他のプログラムがカードをリセットしました。", "もう一度お試しください。" } },
    [INKAN_MUTE] = { "mute",
        { "The card does not answer.", "Turn it over, take it out of its sleeve, or wipe its contacts, and put it back." },
        { "カードが応答しません。", "裏表を確かめ、ケースから出すか端子を拭いて、置き直してください。" } },
    [INKAN_BUSY] = { "busy",
        { "Another program is using the card.", "Wait until it has finished, or close it." },
        { "他のプログラムがカードを使っています。", "終わるまで待つか、そのプログラムを終了してください。" } },
    [INKAN_TIMEOUT] = { "timeout",
        { "It took too long.", "Try again." },
        { "時間内に終わりませんでした。", "もう一度お試しください。" } },
    [INKAN_CANCELLED] = { "cancelled",
        { "It was cancelled.", "" },
        { "取り消されました。", "" } },
    [INKAN_COMM] = { "communication",
        { "The connection to the card failed.", "Leave the card still on the reader and try again. Look at the tries that are left first." },
        { "カードとの通信に失敗しました。", "カードを動かさずに、もう一度お試しください。先に残り回数を確かめてください。" } },
    [INKAN_NOT_OUR_CARD] = { "not-our-card",
        { "This is not a My Number card.", "Put a My Number card on the reader." },
        { "マイナンバーカードではありません。", "マイナンバーカードを置いてください。" } },
    [INKAN_NOT_FOUND] = { "not-found",
        { "This card does not have that.", "The holder may not have asked for it to be put on the card." },
        { "このカードには、その情報がありません。", "発行されていないか、失効後に消去された可能性があります。" } },
    [INKAN_NOT_VERIFIED] = { "not-verified",
        { "This needs a PIN that was not given.", "Give the PIN." },
        { "暗証番号が必要です。", "暗証番号を指定してください。" } },
    [INKAN_WRONG_PIN] = { "wrong-pin",
        { "The PIN is wrong; one try was spent.", "Look at the tries that are left before you try again." },
        { "暗証番号が違います。残り回数が1回減りました。", "残り回数を確かめてから、もう一度入力してください。" } },
    [INKAN_PIN_BLOCKED] = { "pin-blocked",
        { "The PIN is blocked: no tries are left.", "It must be unblocked in person, at the municipal office (the licence PIN: by the police)." },
        { "暗証番号がロックされています。", "市区町村の窓口で再設定してください（免許情報の暗証番号は警察）。" } },
    [INKAN_PIN_FORMAT] = { "pin-format",
        { "A PIN cannot have this form; nothing was sent to the card.", "Check its length and characters." },
        { "暗証番号の形式が正しくありません。カードには送っていません。", "桁数と文字の種類を確かめてください。" } },
    [INKAN_LAST_TRY] = { "last-try",
        { "Only one try is left; nothing was sent to the card.", "Make sure of the PIN and allow the last try explicitly, or go to the municipal office." },
        { "残り1回です。カードには送っていません。", "暗証番号を確かめ、最後の1回を使うことを明示するか、窓口で再設定してください。" } },
    [INKAN_KNOWN_WRONG] = { "known-wrong",
        { "The card has already refused this PIN; it was not sent again.", "Use another one." },
        { "この暗証番号は、すでにカードが拒否しました。再送していません。", "別の暗証番号を入力してください。" } },
    [INKAN_NO_COUNTER] = { "no-counter",
        { "The card does not tell how many tries are left, so no PIN was sent.", "Take the card off the reader, put it back and try again." },
        { "残り回数を確かめられないため、暗証番号を送りませんでした。", "カードを置き直して、もう一度お試しください。" } },
    [INKAN_UNSUPPORTED] = { "unsupported",
        { "This card or reader cannot do that.", "" },
        { "このカードまたはリーダーでは、その操作ができません。", "" } },
    [INKAN_MALFORMED] = { "malformed",
        { "The data are not in the form that they should have.", "If they come from the card, have it checked; it may be damaged or forged." },
        { "データの形式が正しくありません。", "カードから読んだものであれば、破損または偽造の疑いがあります。" } },
    [INKAN_TOO_BIG] = { "too-big",
        { "The data are bigger than they may be.", "If they come from the card, have it checked; it may be damaged or forged." },
        { "データが大きすぎます。", "カードから読んだものであれば、破損または偽造の疑いがあります。" } },
    [INKAN_CARD_STATUS] = { "card-status",
        { "The card refused in a way that is not known.", "Try again; if it stays so, report the status word." },
        { "カードが、知られていない状態を返しました。", "もう一度お試しください。続くときは、ステータスワードを知らせてください。" } },
    [INKAN_BAD_SIGNATURE] = { "bad-signature",
        { "A signature does not verify.", "Do not rely on what it covers." },
        { "署名が正しくありません。", "その内容を信用しないでください。" } },
    [INKAN_IO] = { "io",
        { "A file could not be read or written.", "Check its name, its permissions and the room on the disk." },
        { "ファイルを読み書きできません。", "名前・権限・空き容量を確かめてください。" } },
    [INKAN_BAD_IMAGE] = { "bad-image",
        { "The card image is damaged or no card image.", "Issue it again." },
        { "カードイメージが壊れているか、カードイメージではありません。", "発行し直してください。" } },
    /* clang-format on */
};
_Static_assert(ARRAY_LEN(rows) == INKAN_RC_COUNT, "one row for each code");

struct inkan_explanation inkan_explain(enum inkan_rc rc, const char *lang)
{
    static const struct explain_row unknown = {
        "unknown",
        { "The library answered with a code that this text does not know.",
          "" },
        { "不明なコードです。", "" }
    };
    const struct explain_row *row = &unknown;
    const struct words *words;

    if ((unsigned)rc < INKAN_RC_COUNT)
        row = &rows[rc];
    words = lang != NULL && strncmp(lang, "ja", 2) == 0 ? &row->ja : &row->en;
    return (struct inkan_explanation){ row->code, words->text, words->action };
}
