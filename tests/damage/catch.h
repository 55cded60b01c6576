/* SPDX-License-Identifier: Apache-2.0 */

/* Going on after a crash, an assertion or a call that does not return. */

#ifndef DAMAGE_CATCH_H_
#define DAMAGE_CATCH_H_

/*
 * Install the handlers and start the watchdog, once. `last_words` is called when the program ends
 * all the same, as by a sanitizer.
 */
void catch_begin(void (*last_words)(const char *why));

/*
 * Run a function: 0, or the signal that ended it. SIGVTALRM: it has run for a second or more of
 * the processor's time, in which trials take microseconds.
 */
int catch_run(void (*body)(void *arg), void *arg);

#endif /* DAMAGE_CATCH_H_ */
