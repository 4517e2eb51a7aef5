import { instantOfIso } from '../../../shared/dialect/auditedTime';
import { TimeZone } from '../../../shared/dialect/timeZone';
import { DAY } from '../../../shared/durations';
import { isScopeCode } from '../../../shared/http/codes';
import { SCOPES } from '../../../shared/http/crmApi';
import { missingScopes } from '../../../shared/http/grantedScopes';
import { asObject, asText } from '../../../shared/http/json';
import { saysMore } from '../../../shared/http/pages';
import { KEPT_DAYS } from '../../../shared/recycleBin/deletedRecord';
import { outcomeOf } from '../answers';
import { type Line, line, lineOf } from '../assumption';
import { differences, differencesOfAll, type Fields } from '../fields';
import { count, list, say } from '../shown';
import { itemsIn, type Live, type Step } from '../step';

/** As the page on the recycle bin shows a record. */
const RECORD: Fields = {
	id: ['id'],
	display_name: ['text'],
	module: ['object'],
	owner: ['object'],
	deleted_by: ['object'],
	deleted_time: ['time'],
};
const INFO: Fields = {
	per_page: ['number'],
	count: ['number'],
	page: ['number'],
	more_records: ['true or false'],
};
const PAGE = 200;
const SMALL_PAGE = 2;
/** Past the end of most bins. */
const LAST_PAGE = 200;
/** Of one day less, nothing is proved. */
const SURE_DAYS = KEPT_DAYS + 1;

const A = {
	bin: {
		name: 'recycle bin',
		assumed:
			'recycle_bin with id, display_name, module, owner, deleted_by and deleted_time with an offset',
		places: ['shared/recycleBin/binRecord.ts binRecordIn'],
		switches: ['binNames', 'binDeleters', 'binLeavers', 'binTimes'],
	},
	zone: {
		name: 'recycle bin: time zone',
		assumed: "the user's, by its offsets; others are read as well",
		places: ['shared/recycleBin/binRecord.ts binRecordIn'],
		switches: ['binTimes'],
	},
	order: {
		name: 'recycle bin: order',
		assumed: 'newest deletion first, as asked; only a list of more than 25 pages relies on it',
		places: ['shared/recycleBin/binReading.ts WHOLE_PAGES'],
		switches: ['binOrder'],
	},
	pages: {
		name: 'recycle bin: pages',
		assumed: 'by number, up to 200 records each, with more_records in info',
		places: [
			'shared/recycleBin/binReading.ts readBinPages',
			'shared/recycleBin/binPage.ts binPageIn',
		],
		switches: ['binPageSize', 'binMore', 'binPages'],
	},
	end: {
		name: 'recycle bin: a page without records',
		assumed: '204 without a body',
		places: ['shared/recycleBin/binPage.ts binPageIn'],
		switches: ['binEnd'],
	},
	days: {
		name: 'recycle bin: days',
		assumed: 'records are kept for 60 days',
		places: ['shared/recycleBin/deletedRecord.ts KEPT_DAYS'],
		switches: ['binDays'],
	},
} as const;

async function* run(live: Live): AsyncGenerator<Line> {
	const { connection, scopes } = live;
	const missing = scopes && missingScopes(scopes, [SCOPES.recycleBin]);
	if (missing && missing.length > 0) return void (yield* unseen());
	const answer = await connection.get(pathOf(1, PAGE));
	if (isScopeCode(answer.code)) return void (yield* unseen());
	if (answer.status === 204) {
		yield line(A.bin, 'unseen', say`it is empty`);
		yield line(A.end, 'same', say`HTTP 204`);
		return;
	}
	const items = itemsIn(answer, 'recycle_bin');
	if (!items || answer.code !== null) {
		const isKnown = answer.code === 'AUTHORIZATION_FAILED' || answer.code === 'NO_PERMISSION';
		yield line(A.bin, isKnown ? 'variant' : 'new', outcomeOf(answer));
		return;
	}
	yield recordLine(items);
	yield* timeLines(live, items);
	yield await pagesLine(live, answer.json, items);
	const end = await connection.get(pathOf(LAST_PAGE, PAGE));
	const last = itemsIn(end, 'recycle_bin');
	if (end.status === 204) yield line(A.end, 'same', say`HTTP 204`);
	else if (last?.length === 0) yield line(A.end, 'variant', outcomeOf(end));
	else if (last) yield line(A.end, 'unseen', say`records: ${count(last.length)}`);
	else yield line(A.end, 'new', outcomeOf(end));
}

function pathOf(page: number, perPage: number): string {
	const order = 'sort_by=deleted_time&sort_order=desc';
	return `/settings/recycle_bin?${order}&page=${page}&per_page=${perPage}`;
}

const WITHOUT_SCOPE = say`this connection lacks the optional scope that login --recycle-bin asks for`;

function* unseen(): Generator<Line> {
	for (const assumption of Object.values(A)) yield line(assumption, 'unseen', WITHOUT_SCOPE);
}

function recordLine(items: readonly unknown[]): Line {
	const wrong = differencesOfAll(items, RECORD, true);
	const isNameless = items.some((item) => asObject(item)?.['display_name'] === '');
	const all = isNameless ? [...wrong, say`display_name is empty`] : wrong;
	const hasIds = items.every((item) => asText(asObject(item)?.['id']) !== null);
	// Without a name, a user or a time a record is listed as well.
	const state = hasIds && differencesOfAll(items, RECORD, false).length === wrong.length;
	return lineOf(A.bin, all, say`the same in ${count(items.length)}`, state ? 'variant' : 'new');
}

function* timeLines(live: Live, items: readonly unknown[]): Generator<Line> {
	const texts = items.flatMap((item) => asText(asObject(item)?.['deleted_time']) ?? []);
	const times = texts.flatMap((text) => instantOfIso(text) ?? []);
	if (times.length < items.length || times.length === 0) return;
	const zones = [
		['user', live.user?.timeZone],
		['organization', live.timeZone],
		['utc', 'UTC'],
	] as const;
	const fits = zones.flatMap(([name, zone]) => {
		if (!zone || !texts.every((text, index) => hasOffsetOf(zone, text, times[index] ?? 0)))
			return [];
		return [{ user: say`user`, organization: say`organization`, utc: say`UTC` }[name]];
	});
	const isUsers = fits[0] === say`user`;
	yield line(A.zone, isUsers ? 'same' : 'variant', fits.length === 0 ? say`another` : list(fits));
	const isSorted = times.every((time, index) => time <= (times[index - 1] ?? Infinity));
	const isOne = new Set(times).size === 1;
	if (isOne) yield line(A.order, 'unseen', say`all are of one time`);
	else
		yield line(A.order, isSorted ? 'same' : 'variant', isSorted ? say`newest first` : say`another`);
	const days = Math.floor((live.connection.now() - Math.min(...times)) / DAY);
	const came = say`the oldest on the first page was deleted ${count(days)} days ago`;
	yield line(A.days, days > SURE_DAYS ? 'new' : 'same', came);
}

function hasOffsetOf(zone: string, text: string, instant: number): boolean {
	try {
		const own = new TimeZone(zone).iso(instant);
		return offsetIn(own) === offsetIn(text);
	} catch {
		return false;
	}
}

function offsetIn(text: string): string {
	const offset = /(Z|[+-]\d\d:?\d\d)$/.exec(text)?.[1] ?? '';
	return offset.replace(':', '').replace(/^(Z|-0000)$/, '+0000');
}

/** The second page of small ones, beside the same places of the first large one. */
async function pagesLine(live: Live, json: unknown, items: readonly unknown[]): Promise<Line> {
	const info = asObject(asObject(json)?.['info']);
	const wrong = differences(info, INFO, false);
	const hasMore = saysMore(info);
	if (hasMore && items.length < PAGE) {
		wrong.push(say`${count(items.length)} records on a page, and more are announced`);
	}
	if (items.length > PAGE) wrong.push(say`${count(items.length)} records on a page`);
	const second = await live.connection.get(pathOf(2, SMALL_PAGE));
	const idsOf = (some: readonly unknown[]): string =>
		JSON.stringify(some.map((item) => asObject(item)?.['id'] ?? null));
	const found = itemsIn(second, 'recycle_bin') ?? [];
	const expected = items.slice(SMALL_PAGE, 2 * SMALL_PAGE);
	if (expected.length > 0 && second.code !== null) wrong.push(outcomeOf(second));
	else if (idsOf(found) !== idsOf(expected)) wrong.push(say`other records on the second page`);
	return lineOf(A.pages, wrong, say`the same`, 'variant');
}

export const recycleBin: Step = { assumptions: A, run };
