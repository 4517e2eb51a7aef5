import { instantOfIso } from '../../../shared/dialect/auditedTime';
import { DAY } from '../../../shared/durations';
import { isSameQuestion, limitsIn } from '../../../shared/exports/compareCriteria';
import { exportJobsIn, newestFirst } from '../../../shared/exports/exportJob';
import { missingScopes } from '../../../shared/http/grantedScopes';
import { isScopeCode } from '../../../shared/http/codes';
import { asArray, asObject, asText } from '../../../shared/http/json';
import { outcomeOf } from '../answers';
import { type Line, line, lineOf } from '../assumption';
import type { Answer } from '../connection';
import { differencesOfAll, type Fields } from '../fields';
import { count, list, say, type Shown, word } from '../shown';
import { itemsIn, type Live, type Step } from '../step';

const JOB: Fields = {
	id: ['id'],
	status: ['text'],
	job_start_time: ['time'],
	job_end_time: ['time', 'null'],
	expiry_date: ['time', 'null'],
	created_by: ['object'],
	criteria: ['object', 'null'],
	download_links: ['list', 'null', 'absent'],
};
/** Of the OpenAPI description, and those of the page. */
const STATES = ['queued', 'scheduled', 'running', 'suspended', 'failed', 'finished', 'deleted'];
const OTHER_STATES = [...STATES, 'progress', 'in progress', 'completed'];
const MOST_JOBS = 100;

const A = {
	list: {
		name: 'exports: list',
		assumed: 'audit_log_export with at most 100 jobs, or an empty list',
		places: ['shared/exports/exportJob.ts exportJobsIn', 'shared/http/crmApi.ts listExports'],
		switches: ['nonAdministrator'],
	},
	scopes: {
		name: 'exports: scopes',
		assumed: 'granted scopes open the list; ALL of a family covers READ',
		places: ['shared/http/grantedScopes.ts missingScopes'],
		switches: ['allScope'],
	},
	job: {
		name: 'exports: keys of a job',
		assumed: Object.entries(JOB)
			.map(([key, kinds]) => `${key} (${kinds.join(' or ')})`)
			.join(', '),
		places: ['shared/exports/exportJob.ts exportJob'],
	},
	states: {
		name: 'exports: words for states',
		assumed: `${STATES.join(', ')}; others are taken for running`,
		places: ['shared/exports/exportJob.ts FINISHED', 'shared/exports/exportJob.ts FAILED'],
		switches: ['statusWords'],
	},
	order: {
		name: 'exports: order of the list',
		assumed: 'newest first',
		places: ['shared/exports/exportJob.ts newestFirst'],
	},
	others: {
		name: "exports: other users' jobs",
		assumed: 'an administrator sees them in the list',
		places: ['shared/exports/scheduleExport.ts blockingExport'],
		switches: ['listShowsAllUsers'],
	},
	expiry: {
		name: 'exports: expiry_date',
		assumed: 'null, which does not mean expired',
		places: ['shared/exports/scheduleExport.ts isUsable'],
		switches: ['expiryDays'],
	},
	criteria: {
		name: 'exports: criteria',
		assumed: 'null, or comparisons in pairs, in any order of keys',
		places: ['shared/exports/compareCriteria.ts meaningOf'],
	},
	unknown: {
		name: 'exports: an id that does not exist',
		assumed: '404 INVALID_URL_PATTERN',
		places: ['shared/exports/exportJobs.ts getExport'],
		switches: ['unknownJob'],
	},
} as const;

async function* run(live: Live): AsyncGenerator<Line> {
	const { connection } = live;
	const answer = await connection.get('/settings/audit_log_export');
	yield* scopesLine(live, answer);
	const items = itemsIn(answer, 'audit_log_export');
	const isEmpty = answer.status === 204 || answer.code === 'NO_CONTENT';
	if (items || isEmpty) {
		const jobs = items ?? [];
		const isLong = jobs.length > MOST_JOBS;
		yield line(A.list, isLong ? 'new' : 'same', say`jobs: ${count(jobs.length)}`);
		yield* jobLines(live, answer, jobs);
	} else {
		const isKnown = answer.status === 403 && answer.code === 'NO_PERMISSION';
		yield line(A.list, isKnown ? 'variant' : 'new', outcomeOf(answer));
	}
	const unknown = await connection.get('/settings/audit_log_export/1');
	const isSame = unknown.status === 404 && unknown.code === 'INVALID_URL_PATTERN';
	const isNothing = unknown.status === 204 || unknown.code === 'NO_CONTENT';
	// Refused for other reasons.
	const isShown = items !== null || isEmpty;
	const state = isSame ? 'same' : isNothing ? 'variant' : isShown ? 'new' : 'unseen';
	yield line(A.unknown, state, outcomeOf(unknown));
}

function* scopesLine({ scopes }: Live, answer: Answer): Generator<Line> {
	const missing = scopes && missingScopes(scopes, ['ZohoCRM.settings.audit_logs.READ']);
	if (missing?.length !== 0) return;
	if (isScopeCode(answer.code)) yield line(A.scopes, 'new', outcomeOf(answer));
	else yield line(A.scopes, 'same', say`HTTP ${count(answer.status)}`);
}

function* jobLines(live: Live, answer: Answer, items: readonly unknown[]): Generator<Line> {
	if (items.length === 0) return;
	yield jobLine(items);
	yield statesLine(items);
	const jobs = exportJobsIn(answer.json);
	live.jobs = newestFirst(jobs);
	if (jobs.length > 1) {
		const isOrdered = jobs.every((job, index) => job.id === live.jobs[index]?.id);
		yield line(
			A.order,
			isOrdered ? 'same' : 'variant',
			isOrdered ? say`newest first` : say`another`,
		);
	}
	const own = live.user?.id ?? null;
	const others = jobs.filter(({ created_by }) => own !== null && created_by?.id !== own).length;
	const came = say`${count(others)} of ${count(jobs.length)} are of other users`;
	yield line(A.others, others > 0 ? 'same' : 'unseen', came);
	const ended = jobs.filter(({ expiry_date }) => expiry_date !== null);
	const days = ended.map(({ expiry_date, job_end_time }) => {
		const life = (instantOfIso(expiry_date ?? '') ?? 0) - (instantOfIso(job_end_time ?? '') ?? 0);
		return say`${count(Math.round(life / DAY))} days after its end`;
	});
	yield lineOf(A.expiry, days, say`null`, 'variant');
	yield* criteriaLine(jobs.map(({ criteria }) => criteria));
}

export function jobLine(items: readonly unknown[]): Line {
	return lineOf(A.job, differencesOfAll(items, JOB, true), say`the same`);
}

/** Words that came, and whether the code knows them. */
export function statesLine(items: readonly unknown[]): Line {
	const words = items.map((item) => asText(asObject(item)?.['status']) ?? '');
	const isSame = words.every((it) => STATES.includes(it));
	const isKnown = words.every((it) => OTHER_STATES.includes(it.toLowerCase()));
	return line(A.states, isSame ? 'same' : isKnown ? 'variant' : 'new', list(words.map(word)));
}

function* criteriaLine(all: readonly (object | null)[]): Generator<Line> {
	const some = all.filter((criteria) => criteria !== null);
	if (some.length === 0) return void (yield line(A.criteria, 'unseen', say`null in all jobs`));
	const unread = some.filter((criteria) => !isSameQuestion(criteria, criteria));
	const forms = unread.map(formOf);
	const limited = some.filter((criteria) => limitsIn(criteria).length > 0).length;
	yield lineOf(
		A.criteria,
		forms,
		say`${count(some.length)} can be read, ${count(limited)} of them limit more than the time`,
	);
}

function formOf(criteria: object): Shown {
	const { group, field, comparator } = criteria as Record<string, unknown>;
	if (Array.isArray(group))
		return say`a group of ${count(asArray(group).length)} that cannot be read`;
	const name = asText(asObject(field)?.['api_name']);
	return say`${word(name)} ${word(asText(comparator))} with the keys ${list(Object.keys(criteria).map(word))}`;
}

export const exportList: Step = { assumptions: A, run };
