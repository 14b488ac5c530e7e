/* SPDX-License-Identifier: Apache-2.0
 *
 * The subcommands: cmd_NAME.c each, or a folder of the name. They run from
 * the table in inkan.c; argv[0] is the command's name.
 */
#ifndef INKAN_TOOLS_COMMANDS_H
#define INKAN_TOOLS_COMMANDS_H

struct tool;

int cmd_readers(struct tool *t, int argc, char **argv);
int cmd_wait(struct tool *t, int argc, char **argv);
int cmd_doctor(struct tool *t, int argc, char **argv);
int cmd_explain(struct tool *t, int argc, char **argv);
int cmd_status(struct tool *t, int argc, char **argv);
int cmd_cert(struct tool *t, int argc, char **argv);
int cmd_person(struct tool *t, int argc, char **argv);
int cmd_age(struct tool *t, int argc, char **argv);
int cmd_face(struct tool *t, int argc, char **argv);
int cmd_number_image(struct tool *t, int argc, char **argv);
int cmd_card_number(struct tool *t, int argc, char **argv);
int cmd_licence(struct tool *t, int argc, char **argv);
int cmd_check(struct tool *t, int argc, char **argv);
int cmd_pin(struct tool *t, int argc, char **argv);
int cmd_sign(struct tool *t, int argc, char **argv);
int cmd_verify(struct tool *t, int argc, char **argv);
int cmd_random(struct tool *t, int argc, char **argv);
int cmd_replay(struct tool *t, int argc, char **argv);

int cmd_match(struct tool *t, int argc, char **argv);
int cmd_audit(struct tool *t, int argc, char **argv);
int cmd_reception(struct tool *t, int argc, char **argv);

#endif
