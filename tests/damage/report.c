/* SPDX-License-Identifier: Apache-2.0 */

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "report.h"

/* Of a standard normal variable, all but 10^-4 is below. */
#define SIGMAS 3.72

/* The least k for which a Poisson variable of this mean is above k at most once in 10^4. */
static uint64_t poisson_most(double mean)
{
	double term = exp(-mean);
	double sum = term;
	uint64_t k = 0;

	if (mean > 500) {
		return (uint64_t)(mean + SIGMAS * sqrt(mean) + 2);
	}
	while (sum < 1 - 1e-4) {
		k++;
		term *= mean / (double)k;
		sum += term;
	}
	return k;
}

uint64_t report_allowed(enum odds odds, uint64_t n)
{
	switch (odds) {
	case ODDS_16:
		return poisson_most((double)n / 65536);
	case ODDS_16_OR_EXACT:
		return SMH_CHECK_EXACT ? 0 : poisson_most((double)n / 65536);
	case ODDS_16_SHARED:
		return SMH_CHECK_EXACT
			       ? 0
			       : TRIALS_A_HEAP * poisson_most((double)n / TRIALS_A_HEAP / 65536);
	case ODDS_LOST:
		return UINT64_MAX;
	default:
		return 0;
	}
}

bool report_holds(const struct kind *kind, const struct tally *tally)
{
	return tally->harm_g1 == 0 && tally->harm_g3 <= report_allowed(kind->odds, tally->trials) &&
	       tally->accepted <= report_allowed(kind->odds, tally->probed) && tally->unseen == 0;
}

void report_head(bool csv)
{
	if (csv) {
		(void)printf("options,kind,format,trials,at_once,later,validate,silent,harm_g1,"
			     "harm_g3,decided,accepted,allowed,unseen,verdict\n");
		return;
	}
	(void)printf("%-18s%-8s%10s%11s%9s%9s%9s%8s%8s%11s%9s%8s%8s\n", "kind", "format", "trials",
		     "at once", "later", "validate", "silent", "harmG1", "harmG3", "decided",
		     "accepted", "allowed", "unseen");
}

void report_row(bool csv, const char *set, const struct kind *kind, enum form form,
		const struct tally *t)
{
	const char *form_name = form == FORM_NARROW ? "narrow" : "wide";
	const char *verdict = report_holds(kind, t) ? "ok" : "FAILED";
	const uint64_t allowed = report_allowed(kind->odds, t->probed);

	if (csv) {
		(void)printf("%s,%s,%s,%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64
			     ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64,
			     set, kind->name, form_name, t->trials, t->at_once, t->later,
			     t->by_validate, t->silent, t->harm_g1, t->harm_g3, t->probed,
			     t->accepted);
		if (allowed != UINT64_MAX) {
			(void)printf(",%" PRIu64, allowed);
		} else {
			(void)printf(",any");
		}
		(void)printf(",%" PRIu64 ",%s\n", t->unseen, verdict);
		return;
	}
	(void)printf("%-18s%-8s%10" PRIu64 "%11" PRIu64 "%9" PRIu64 "%9" PRIu64 "%9" PRIu64
		     "%8" PRIu64 "%8" PRIu64 "%11" PRIu64 "%9" PRIu64,
		     kind->name, form_name, t->trials, t->at_once, t->later, t->by_validate,
		     t->silent, t->harm_g1, t->harm_g3, t->probed, t->accepted);
	if (allowed != UINT64_MAX) {
		(void)printf("%8" PRIu64, allowed);
	} else {
		(void)printf("%8s", "any");
	}
	(void)printf("%8" PRIu64 "  %s\n", t->unseen, verdict);
}
