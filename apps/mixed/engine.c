/* SPDX-License-Identifier: Apache-2.0 */

#include "engine.h"

#include "smh_cache.h"

#include <stdbool.h>
#include <string.h>

int32_t engine_attach(struct engine *engine, struct smh_ring *ring)
{
	*engine = (struct engine){.mistake = ENGINE_IS_RIGHT};
	return smh_ring_heads(ring, &engine->transmit, &engine->receive);
}

static bool is_the_engines(struct smh_descriptor *descriptor)
{
	smh_cache_invalidate(descriptor, sizeof(*descriptor));
	return (descriptor->control & SMH_DESCRIPTOR_ENGINE) != 0;
}

/* Back to the driver, which must find the frame once it finds this. */
static struct smh_descriptor *complete(struct smh_descriptor *descriptor, uint32_t control)
{
	descriptor->control = control;
	smh_cache_clean(descriptor, sizeof(*descriptor));
	return (struct smh_descriptor *)(uintptr_t)descriptor->next;
}

static void copy(const struct smh_descriptor *from, const struct smh_descriptor *to)
{
	void *source = (void *)(uintptr_t)from->buffer;
	void *target = (void *)(uintptr_t)to->buffer;

	smh_cache_invalidate(source, from->length);
	memcpy(target, source, from->length);
	smh_cache_clean(target, from->length);
}

static void spoil(const struct smh_descriptor *descriptor)
{
	uint8_t *frame = (uint8_t *)(uintptr_t)descriptor->buffer;

	frame[descriptor->length / 2] ^= 0x10;
	smh_cache_clean(frame, descriptor->length);
}

/* Store the frame, and return what goes into the control word. */
static uint32_t store(const struct engine *engine)
{
	const struct smh_descriptor *transmit = engine->transmit;
	struct smh_descriptor *receive = engine->receive;

	if (transmit->length > receive->capacity || engine->mistake == ENGINE_FAILS) {
		return SMH_DESCRIPTOR_ERROR;
	}
	copy(transmit, receive);
	receive->length = transmit->length;
	if (engine->mistake == ENGINE_SPOILS) {
		spoil(receive);
	} else if (engine->mistake == ENGINE_LIES) {
		receive->length = receive->capacity + 1;
	}
	return 0;
}

unsigned int engine_run(struct engine *engine)
{
	unsigned int moved = 0;

	while (is_the_engines(engine->transmit) && is_the_engines(engine->receive)) {
		uint32_t control = store(engine);

		engine->mistake = ENGINE_IS_RIGHT;
		engine->receive = complete(engine->receive, control);
		engine->transmit = complete(engine->transmit, 0);
		moved++;
	}
	return moved;
}
