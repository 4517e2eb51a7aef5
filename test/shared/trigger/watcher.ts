import type { Polled } from '../../../shared/trigger/poll';
import type { Cursor } from '../../../shared/trigger/cursor';
import type { TriggerQuestion } from '../../../shared/trigger/trigger';
import { MINUTE, triggerWorld, type WorldSetup } from './triggerWorld';

/** A trigger that has begun, a host that keeps its cursor, and everything that people see of it. */
export async function watcher(question: TriggerQuestion, setup: WorldSetup = {}) {
	const world = triggerWorld(setup);
	let { cursor }: { cursor: Cursor } = await world.poll(undefined, question);
	const seen = {
		names: [] as string[],
		times: [] as (string | null)[],
		ids: [] as string[],
		notices: [] as string[],
		errors: [] as string[],
		/** Minutes after the beginning. */
		errorsAt: [] as number[],
		longest: 0,
	};
	const start = world.now();
	const poll = async (changes: Partial<TriggerQuestion> = {}): Promise<Polled> => {
		const before = world.now();
		const kept = JSON.parse(JSON.stringify(cursor)) as unknown;
		const polled = await world.poll(kept, { ...question, ...changes });
		({ cursor } = polled);
		seen.longest = Math.max(seen.longest, world.now() - before);
		for (const { record, audited_time, event_id } of polled.entries) {
			seen.names.push(record?.name ?? '');
			seen.times.push(audited_time);
			seen.ids.push(event_id);
		}
		seen.notices.push(...polled.notices);
		if (polled.trouble) {
			seen.errors.push(polled.trouble.message);
			seen.errorsAt.push(Math.round((world.now() - start) / MINUTE));
		}
		return polled;
	};
	return {
		world,
		seen,
		poll,
		get cursor() {
			return cursor;
		},
		set cursor(kept: Cursor) {
			cursor = kept;
		},
		happen: (...names: readonly string[]): void => {
			const at = world.now();
			world.happen(...names.map((name) => ({ at, arrives: at, name })));
		},
		/** Polls every minute for so long; `each` is called before each poll. */
		async pollFor(minutes: number, each: (minute: number) => void = () => undefined) {
			const until = world.now() + minutes * MINUTE;
			for (let minute = 0; world.now() < until; minute++) {
				each(minute);
				const begun = world.now();
				await poll();
				world.pass(Math.max(1_000, MINUTE - (world.now() - begun)));
			}
		},
	};
}
