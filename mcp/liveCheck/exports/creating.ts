import { DAY } from '../../../shared/durations';
import { type Criteria, criteriaFor } from '../../../shared/exports/criteria';
import { outcomeOf, verdictIn } from '../answers';
import { type Assumption, type Line, line, lineOf } from '../assumption';
import type { Answer } from '../connection';
import { differences, type Fields } from '../fields';
import { say } from '../shown';
import type { Live, Step } from '../step';
import { CREATING as A } from './assumptions';
import { secondExport } from './secondExport';
import { waiting } from './waiting';
import { busyWeek, emptyMinute } from './windows';

const VERDICT: Fields = {
	status: ['text'],
	code: ['text'],
	message: ['text'],
	details: ['object'],
};
/** How often an export of somebody else's is waited for. */
const MOST_TRIES = 3;
const HIDDEN_MS = 30_000;

async function* run(live: Live): AsyncGenerator<Line> {
	const { connection } = live;
	const period = busyWeek(connection.now(), live.timeZone);
	const id = yield* firstExport(live, criteriaFor({ window: period }));
	if (id === null) return;
	yield* whileItRuns(live, id);
	const waited = yield* waiting(live, id);
	if (waited?.job.state === 'finished') live.ownExport = { job: waited.job, period };
	// One that has not ended blocks the second one.
	if (waited !== null) yield* secondExport(live, id);
}

async function* firstExport(live: Live, criteria: Criteria): AsyncGenerator<Line, string | null> {
	const { connection } = live;
	const { sleep, signal } = connection.host;
	for (let attempt = 1; ; attempt++) {
		const answer = await connection.create(criteria);
		const { code, id, item } = verdictIn(answer);
		if (answer.status < 300 && id !== null) {
			const wrong = differences(item, VERDICT, true);
			if (code !== 'SCHEDULED') wrong.push(outcomeOf(answer));
			yield lineOf(A.create, wrong, say`the same`);
			yield line(A.readOnly, 'same', say`it can`);
			return id;
		}
		if (code !== 'ALREADY_SCHEDULED') {
			const isKnown = ['INVALID_REQUEST', 'NO_PERMISSION'].includes(answer.code ?? '');
			yield line(A.readOnly, isKnown ? 'variant' : 'new', outcomeOf(answer));
			return null;
		}
		yield blockedLine(answer, null);
		if (attempt === MOST_TRIES) return null;
		const shown = id === null ? null : await connection.get(`/settings/audit_log_export/${id}`);
		if (shown && shown.status >= 400)
			yield line(A.others, 'variant', say`it is not shown: ${outcomeOf(shown)}`);
		else if (shown) yield line(A.others, 'same', say`it is shown`);
		if (shown && shown.status < 300 && id !== null) yield* waiting(live, id);
		else await sleep(HIDDEN_MS, signal);
	}
}

/** What is refused anyway, and cannot create anything meanwhile: an organization runs one export at a time. */
async function* whileItRuns(live: Live, id: string): AsyncGenerator<Line> {
	const { connection } = live;
	const now = connection.now();
	if (await isRunning(live, id)) {
		const window = { from: now - 190 * DAY, to: now - 2 * DAY };
		const answer = await connection.create(criteriaFor({ window }));
		yield refusalLine(A.long, answer, ['NOT_ALLOWED', 'INVALID_DATA']);
	}
	const window = emptyMinute(now);
	const pair = mismatched(live);
	if (pair && (await isRunning(live, id))) {
		const answer = await connection.create(criteriaFor({ window, modules: [pair] }));
		const codes = ['AMBIGUITY_DURING_PROCESSING', 'AMBIGUITY_DURNG_PROCESSING'];
		yield refusalLine(A.ambiguous, answer, codes);
	}
	if (await isRunning(live, id)) {
		const answer = await connection.create(criteriaFor({ window }));
		yield verdictIn(answer).code === 'ALREADY_SCHEDULED'
			? blockedLine(answer, id)
			: line(A.blocked, 'new', outcomeOf(answer));
	}
}

function refusalLine(assumption: Assumption, answer: Answer, codes: readonly string[]): Line {
	if (answer.code === 'ALREADY_SCHEDULED') return line(assumption, 'unseen', outcomeOf(answer));
	const at = answer.status === 400 ? codes.indexOf(answer.code ?? '') : -1;
	return line(assumption, at === 0 ? 'same' : at > 0 ? 'variant' : 'new', outcomeOf(answer));
}

/** @param running the export that is known to run; null for any. */
function blockedLine(answer: Answer, running: string | null): Line {
	const { id } = verdictIn(answer);
	if (id === null) return line(A.blocked, 'variant', say`${outcomeOf(answer)}, without an id`);
	return running === null || id === running
		? line(A.blocked, 'same', say`${outcomeOf(answer)}, with an id`)
		: line(A.blocked, 'new', say`${outcomeOf(answer)}, with the id of another one`);
}

async function isRunning({ connection }: Live, id: string): Promise<boolean> {
	return (await connection.client.getExport(id, {})).state === 'running';
}

/** A module's API name and the id of another one. */
function mismatched({ modules }: Live): { api_name: string; id: string } | null {
	const [one, other] = modules.all.filter(({ id }) => id !== null);
	return one && other?.id ? { api_name: one.apiName, id: other.id } : null;
}

export const creating: Step = { assumptions: A, run };
