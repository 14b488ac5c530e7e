/* SPDX-License-Identifier: Apache-2.0
 *
 * SET SESSION KEY and secure messaging of the text application:
 * card/README.md. The cryptograms were computed with the Python
 * package cryptography 48 (OAEP with SHA-256, AES-128-CBC under the IV
 * AES-ECB(counter)), from the seed 40 41 .. 5F.
 */
#include "tests/support/expect.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define LOGIN "002000910431323334"
#define OPEN  "80AE0000000100" KEY_MESSAGE

/* clang-format off */
/* A0 22 80 20 and the seed */
#define KEY_MESSAGE \
    "0BB6B7256D0E44E4D41E4C863CC52DF710C09BD024A785E424E6955D344C13A3" \
    "C58AE4FF10446694F9F8E58D041AC67ADDEC0191E1946EF2F58741DEC4504850" \
    "5B96A982C1D625532945682DDCD258FE0E3D1BC197574FAD9ABC61C2B20FCC79" \
    "9E5898585D83CC2CF8B7EB036B93702177EEE9AE68B497BCEA0142DC17B3185F" \
    "C012BDDBE0E8F5288400D4C126E3DEA1DDC4523416C6FD883DFF00C38784A206" \
    "7DA205377238E008B0F213BBAE6C0CB958F240577D9DFE6AAA021EB23FEB4C5F" \
    "05A3838A4239F3AA4C9AC2251CA53BBA1D639737B7A36C5E5F86006DE4ED77A5" \
    "A49155D595751594652DB86D11ED688E12E663535D500FF3C8DE7A9D2280EEA5"
/* A0 44 80 20 seed 81 20 seed */
#define TWO_SEEDS \
    "02767C5903599F41FEF56B2D9988863C67F30DB5C7DE965C712932B6B8C5F42C" \
    "DE88B0BA2271EA40360E1B0483A2BA69C68C9240F60556D85987214435EE85A1" \
    "F06BF05F130B1DEF2158E350684BD5C6EB7A67B72185F1FB9CF14D9F2F6198E8" \
    "2E7F77E9B0099EA66ABDC3743B15437495692771E9DE32FE79D69243001F70FC" \
    "6D57B05A9DB4A50E464CEF5322323F0831693C7EDFACB846BEA554328298E242" \
    "9A4843001B1DF2034001DACA4A8643FA52D2FE44A7D3460787DB3CBAB954C0DF" \
    "DD950FED3CD4E4F29083B2044DC2DCD8ECD7D0BDD7084C3B843A03693B844C25" \
    "F223DB99D8BC412076E93454705D5CA05F586CEFC5F4250CE38FD0482E774E0D"
/* A0 22 81 20 seed */
#define OTHER_SEED \
    "05B4F8C6441670ADEA60768547D9E9F817DD8C5BCE11B5F65CF7697957440A1C" \
    "36C401BCDC0DCCA1F4347CD535FE05B1883067CEDAA4D25923D22E8C8B673A23" \
    "A79A3662A85E54EAD5ACC3E1E322FFCE28408929818684B7DA034D7FB7426F95" \
    "A7FCD351405DFB8D7C42CCFCFFC6B0AEA4D559685E77A233B65F62774FB9175D" \
    "82C63EA9A89F7F022C2FFE31B48AF7C0E4E3B566295DF8827403770D22FEBE47" \
    "561F60C4D8C3E20CCFD70B08980D5F868AAE617C7EDEF93F9AE0D31CA7836F0F" \
    "3D13EF69289FB7660EA8A535583C041692802B76C031DADC798C6201688C4979" \
    "CF8BA5AE4AE8E61C6C248927C282167DD6C3BFCE8C359597CC289A72CFDA244D"
/* the modulus itself */
#define MODULUS \
    "AA357E02388CC6E2C79D0E2428D24DE3C3E2B2D3334274D7726C8671424203DD" \
    "EA3440CCB56132A09BCD0CD44131FC85C82A5795E17B2E9B7912F28B0350DAAA" \
    "C8319A097F35993DFBA80EB94DCF904A5864E8610567B8AC33D396A89D17AFF3" \
    "1863C0458BF2EA5B3AB4B2B0A1CCE0E58791B19A1F2EFCCAADF70734DF9D5772" \
    "BDA5DFFCF77B6DCB40DCDB2106CC326A98F1F2EC7A722E894E720689DE3681FD" \
    "F350F450CCE313EC8408AAD5880599B63A7B50361073003A237D918007C8C171" \
    "206ED41B33FD22542C128FEBBA0F0B44016A18F3276C7806B90CCD0B0669DF99" \
    "E88B8A46BB3DB3DD582F27107995C70F9E53561B13E6708EEF92E7C07A38C3D3"
/* clang-format on */

static void start(struct fake_card *fake)
{
    expect(fake, SELECT_TEXT, "9000");
    expect(fake, LOGIN, "9000");
    expect(fake, OPEN, "9000");
}

static void a_session_reads_in_cryptograms(void **state)
{
    start(*state);
    /* 1: SELECT EF 0001 */
    expect(*state, "08A4020C138611011AB6DEC81F10D8130F13F483FF1FB81F", "9000");
    /* 2: READ BINARY, Le 0000 = all of it */
    expect(*state, "08B0000005960300000000",
           "862101DD7E807ECFC63DB9266F62FB569AAAF59EB08E84EDDB73CE49A99FA9ED052"
           "83E9000");
    /* 3: Le 0005 */
    expect(*state, "08B0000005960300000500",
           "861101167354ED1060838E0C0834348075A6379000");
    /* 4: VERIFY number A */
    expect(*state, "082000941386110198113441C9F31D14C74D82D0240DB237", "9000");
    /* a plain command in between does not count */
    expect(*state, "00B0810304", "353337369000");
    /* 5: VERIFY of the locked reference counts, although it is refused */
    expect(*state, "0820009213861101AF759E31F31692EBD75520425C593F1C", "6984");
    /* 6 */
    expect(*state, "08B0810005960300000500",
           "861101FDD94DA08CBC0D36E472C46023CADF519000");
}

static void a_length_may_be_written_long(void **state)
{
    start(*state);
    expect(*state,
           "08A4020C14868111"
           "011AB6DEC81F10D8130F13F483FF1FB81F",
           "9000");
}

static void a_long_answer_has_a_long_length(void **state)
{
    start(*state);
    expect(*state,
           "08B08600000005"
           "9603000000"
           "0000",
           "86820111"
           "01"
           "5748A9213C25E409E205E8EE878B195DEFE7D70FC390F5CB3C4789F9015A"
           "255AF7B124EE5B85866D7001852864ACC6677F0872927B9892BEF6986E1C"
           "4F7DFCC880376ABB21520FA6698D158606FA189AC1F09E6BA70B4E245B14"
           "1EBBF7B3E53981951838EDC304D88BABBF5D8E43C9678D03D2409DDCCC02"
           "CB3645F97A0C4D1EA84BED6C969BA0BE652B716F36651D03948032568567"
           "3E7D1E56218E854B015372A301A7FED935AD3AD9FEE4FBC2300FCCFD6656"
           "CE06AB50C9DEC1527639E890B6BC64312AB4AA8A50633F402B5B41E0B6D2"
           "4167F71C89E5BEED23E3740F79827B06B177F5116654EC4123D835ADEA7E"
           "0FA90104F2C09B6F4E0511479BC131BF5CA33B7E85B4CE0539C68DFCBD96"
           "DC58"
           "9000");
    /* a short Le has room for 15 blocks less one byte */
    expect_sw(*state,
              "08B0860005"
              "9603000000"
              "00",
              "9000");
}

static void a_wrong_object_ends_the_session(void **state)
{
    static const char *const wrong[] = {
        "08B0810000",             /* no object */
        "08B081000596030100FF00", /* not 00 first */
        "08B0810004"
        "96020005"
        "00", /* two bytes */
        "08B0810005"
        "9703000005"
        "00", /* another tag */
        "08B081000A"
        "96030000059603000005"
        "00",
        "08B0810004"
        "96030000"
        "00",       /* cut short */
        "08200091", /* a query has no object */
        "0820009112"
        "861002"
        "B5C1264F4DDCC4B80BF1B4A0679507",
        "0820009103"
        "860101",
        "0820009113"
        "861102"
        "B5C1264F4DDCC4B80BF1B4A06795075A",
        "0820009113"
        "861101"
        "1D5053F85C0DE26D68CE4FB21E5F0363", /* of another counter: no padding */
    };
    struct fake_card *fake = *state;

    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        start(fake);
        expect(fake, wrong[i], "6988");
        expect(fake, "08B0000005960300000500", "69FC");
        expect(fake, "0CB0810000", "69FC");
        /* plain commands go on */
        expect(fake, "00B0810304", "353337369000");
    }
    expect(fake, "0020009100", "63C3");
}

static void the_class_with_header_is_not_supported(void **state)
{
    expect(*state, SELECT_TEXT, "9000");
    expect(*state, "0CB0810000", "6882");
    start(*state);
    expect(*state, "0CB0810000", "6987");
    /* it counted: the next command is number 2 */
    expect(*state, "08A4020C1386110103A15821723FB4D1E85DDD09D4171333", "9000");
}

static void a_port_that_fails_does_not_end_the_session(void **state)
{
    struct fake_card *fake = *state;

    start(fake);
    fake->refuse_crypto = true;
    expect(fake, "08A4020C138611011AB6DEC81F10D8130F13F483FF1FB81F", "6400");
    fake->refuse_crypto = false;
    expect(fake, "08A4020C1386110103A15821723FB4D1E85DDD09D4171333", "9000");
}

static void the_class_needs_a_session(void **state)
{
    expect(*state, "08A4020C020001", "6882");
    expect(*state, SELECT_TEXT, "9000");
    expect(*state, "08A4020C020001", "6882");
    expect(*state, "08B0810000", "6882");
}

static void only_some_commands_come_in_an_envelope(void **state)
{
    start(*state);
    expect(*state, "0884000008", "6882");
    expect(*state,
           "08240191"
           "0431323334",
           "6882");
    /* these did not reach the session: the next is number 1 */
    expect(*state, "08A4020C138611011AB6DEC81F10D8130F13F483FF1FB81F", "9000");
    expect(*state, "08A4040C13861101185E54E64C3BDB02DC790A8AD8970584", "6882");
}

static void selecting_an_application_ends_the_session(void **state)
{
    start(*state);
    expect(*state, SELECT_TEXT, "9000");
    expect(*state,
           "08B0810005"
           "9603000005"
           "00",
           "6882");
    start(*state);
    expect(*state, SELECT_JPKI, "9000");
    expect(*state,
           "08B0810005"
           "9603000005"
           "00",
           "6882");
    start(*state);
    fake_power_on(*state);
    expect(*state, SELECT_TEXT, "9000");
    expect(*state,
           "08B0810005"
           "9603000005"
           "00",
           "6882");
}

static void the_text_pin_comes_before_the_key(void **state)
{
    expect(*state, SELECT_TEXT, "9000");
    expect(*state, OPEN, "6982");
    expect(*state, "80AE0000000100" MODULUS, "6982");
    expect(*state, "002000940C353337363836363737313838", "9000");
    expect(*state, OPEN, "6982");
    expect(*state, LOGIN, "9000");
    expect(*state, OPEN, "9000");
}

static void only_one_message_is_a_key(void **state)
{
    expect(*state, SELECT_TEXT, "9000");
    expect(*state, LOGIN, "9000");
    expect(*state, "80AE0000000100" TWO_SEEDS, "6A80");
    expect(*state, "80AE0000000100" OTHER_SEED, "6A80");
    expect(*state, "80AE0000000100" MODULUS, "6F00");
    expect(*state, "80AE0001000100" KEY_MESSAGE, "6A86");
    expect(*state,
           "80AE0000200102030405060708090A0B0C0D0E0F101112131415161718"
           "191A1B1C1D1E1F20",
           "6700");
    expect(*state, "80AE0000", "6700");
    expect(*state,
           "08B0810005"
           "9603000005"
           "00",
           "6882");
}

static void other_applications_refuse_in_their_own_way(void **state)
{
    expect(*state, OPEN, "6985");
    expect(*state, SELECT_COMMON, "9000");
    expect(*state, OPEN, "66F1");
    expect(*state, SELECT_VISUAL, "9000");
    expect(*state, OPEN, "66F1");
    expect(*state, SELECT_JUKI, "9000");
    expect(*state, OPEN, "6982");
    expect(*state, SELECT_LICENCE, "9000");
    expect(*state, OPEN, "6982");
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "002000980431323334", "9000");
    expect(*state, "0020009B06414243313233", "9000");
    expect(*state, OPEN, "6982");
}

static void a_session_does_not_open_guarded_files(void **state)
{
    start(*state);
    /* a wrong PIN in plain closes the file, the session stays */
    expect(*state, "002000910430303030", "63C2");
    expect(*state,
           "08B0810005"
           "9603000005"
           "00",
           "6982");
    expect(*state,
           "08B0840005"
           "9603000001"
           "00",
           "86110118F91BBA33EDB121FBC781B540BFB36E9000");
}

static void two_cards_have_two_sessions(void **state)
{
    struct fake_card *other = test_malloc(sizeof(*other));

    fake_init(other, FAKE_LITERAL);
    start(*state);
    expect(other, SELECT_TEXT, "9000");
    expect(other,
           "08B0810005"
           "9603000005"
           "00",
           "6882");
    start(other);
    expect(*state, "08A4020C138611011AB6DEC81F10D8130F13F483FF1FB81F", "9000");
    expect(*state, "08A4020C1386110103A15821723FB4D1E85DDD09D4171333", "9000");
    expect(other, "08A4020C138611011AB6DEC81F10D8130F13F483FF1FB81F", "9000");
    test_free(other);
}

static void the_counter_carries(void **state)
{
    struct fake_card *fake = *state;

    start(fake);
    for (int i = 0; i < 255; i++)
        expect(fake, "0CB0810000", "6987");
    /* number 256 = 01 00 */
    expect(fake, "08A4020C138611010DED76883F45BAC8931D18A91B639457", "9000");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FAKE_TEST(a_session_reads_in_cryptograms),
        FAKE_TEST(a_length_may_be_written_long),
        FAKE_TEST(a_long_answer_has_a_long_length),
        FAKE_TEST(a_wrong_object_ends_the_session),
        FAKE_TEST(the_class_with_header_is_not_supported),
        FAKE_TEST(a_port_that_fails_does_not_end_the_session),
        FAKE_TEST(the_class_needs_a_session),
        FAKE_TEST(only_some_commands_come_in_an_envelope),
        FAKE_TEST(selecting_an_application_ends_the_session),
        FAKE_TEST(the_text_pin_comes_before_the_key),
        FAKE_TEST(only_one_message_is_a_key),
        FAKE_TEST(other_applications_refuse_in_their_own_way),
        FAKE_TEST(a_session_does_not_open_guarded_files),
        FAKE_TEST(two_cards_have_two_sessions),
        FAKE_TEST(the_counter_carries),
    };

    return cmocka_run_group_tests_name("card/sm", tests, NULL, NULL);
}
