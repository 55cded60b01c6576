/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Runs the contract cases without a test framework, each in a forked process: for builds
 * that Criterion is not there for.
 *
 *   plain_runner              all cases
 *   plain_runner NAME ...     these cases
 *   plain_runner --here NAME  this case in the process itself, for a debugger
 *   plain_runner --list       names and clauses
 */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "contract.h"

/* A case takes milliseconds; one that hangs is ended by a signal and so fails. */
#define CASE_SECONDS 120

_Noreturn void check_failed(const char *file, int line, const char *what)
{
	printf("%s:%d: not so: %s\n", file, line, what);
	(void)fflush(stdout);
	_exit(1);
}

static bool run_forked(const struct contract_case *c)
{
	int status = 0;
	const pid_t child = fork();

	if (child == 0) {
		(void)alarm(CASE_SECONDS);
		c->run();
		(void)fflush(stdout);
		_exit(0);
	}
	if (child < 0 || waitpid(child, &status, 0) != child) {
		perror("fork");
		exit(2);
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
		return true;
	}
	if (WIFSIGNALED(status)) {
		printf("signal %d\n", WTERMSIG(status));
	}
	printf("FAILED %s (%s)\n", c->name, c->clause);
	return false;
}

static bool is_named(const struct contract_case *c, int count, char **names)
{
	for (int i = 0; i < count; i++) {
		if (strcmp(c->name, names[i]) == 0) {
			return true;
		}
	}
	return count == 0;
}

static int run_here(const char *name)
{
	for (unsigned int i = 0; i < contract_case_count; i++) {
		if (strcmp(contract_cases[i].name, name) == 0) {
			contract_cases[i].run();
			return 0;
		}
	}
	printf("no case named %s\n", name);
	return 2;
}

static int list(void)
{
	for (unsigned int i = 0; i < contract_case_count; i++) {
		printf("%s %s\n", contract_cases[i].clause, contract_cases[i].name);
	}
	return 0;
}

int main(int argc, char **argv)
{
	unsigned int run = 0;
	unsigned int failed = 0;

	if (argc == 2 && strcmp(argv[1], "--list") == 0) {
		return list();
	}
	if (argc == 3 && strcmp(argv[1], "--here") == 0) {
		return run_here(argv[2]);
	}
	(void)setvbuf(stdout, NULL, _IOLBF, 0);
	for (unsigned int i = 0; i < contract_case_count; i++) {
		if (is_named(&contract_cases[i], argc - 1, argv + 1)) {
			run++;
			failed += !run_forked(&contract_cases[i]);
		}
	}
	printf("contract: %u cases, %u failed\n", run, failed);
	return failed != 0 || run == 0;
}
