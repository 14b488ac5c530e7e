/* SPDX-License-Identifier: Apache-2.0
 *
 * The subcommands: run_NAME in cmd_NAME.c, or in a folder of the name. They
 * are called from the table in inkan.c; argv[0] is the command's name. (Not
 * cmd_NAME: so the applet calls the commands of the card, and the built-in
 * card is linked in.)
 */
#ifndef INKAN_TOOLS_COMMANDS_H
#define INKAN_TOOLS_COMMANDS_H

struct tool;

int run_readers(struct tool *t, int argc, char **argv);
int run_wait(struct tool *t, int argc, char **argv);
int run_doctor(struct tool *t, int argc, char **argv);
int run_explain(struct tool *t, int argc, char **argv);
int run_status(struct tool *t, int argc, char **argv);
int run_cert(struct tool *t, int argc, char **argv);
int run_person(struct tool *t, int argc, char **argv);
int run_age(struct tool *t, int argc, char **argv);
int run_face(struct tool *t, int argc, char **argv);
int run_number_image(struct tool *t, int argc, char **argv);
int run_card_number(struct tool *t, int argc, char **argv);
int run_licence(struct tool *t, int argc, char **argv);
int run_check(struct tool *t, int argc, char **argv);
int run_pin(struct tool *t, int argc, char **argv);
int run_sign(struct tool *t, int argc, char **argv);
int run_verify(struct tool *t, int argc, char **argv);
int run_random(struct tool *t, int argc, char **argv);
int run_replay(struct tool *t, int argc, char **argv);

int run_match(struct tool *t, int argc, char **argv);
int run_audit(struct tool *t, int argc, char **argv);
int run_reception(struct tool *t, int argc, char **argv);

#endif
