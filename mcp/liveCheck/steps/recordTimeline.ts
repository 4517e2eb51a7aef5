import { asObject, asText } from '../../../shared/http/json';
import { outcomeOf } from '../answers';
import { type Line, line, lineOf } from '../assumption';
import type { Answer } from '../connection';
import { differencesOfAll, type Fields } from '../fields';
import { count, say, type Shown } from '../shown';
import { itemsIn, type Live, type Step } from '../step';
import { disorder, ENTRY } from './undocumented';

const INNER = 'include_inner_details=field_history.field_label';
const PER_PAGE = 2;
const CHANGE: Fields = {
	api_name: ['text'],
	id: ['id', 'null', 'absent'],
	field_label: ['text'],
	_value: ['object'],
	data_type: ['text', 'absent'],
};

const A = {
	timeline: {
		name: 'timeline of a record',
		assumed: '__timeline with entries, newest first, and info; old and new values in field_history',
		places: [
			'shared/auditLog/recordTimeline.ts timelinePages',
			'shared/entries/jsonEntries.ts fieldHistoryOf',
		],
	},
	pages: {
		name: 'timeline of a record: pages',
		assumed: 'by next_page_token',
		places: ['shared/auditLog/recordTimeline.ts timelinePages'],
		switches: ['timelinePages'],
	},
	next: {
		name: 'timeline of a record: second page',
		assumed: 'other entries than on the first',
		places: ['shared/auditLog/recordTimeline.ts timelinePages'],
	},
} as const;

async function* run(live: Live): AsyncGenerator<Line> {
	const { connection } = live;
	const { record } = connection.config;
	if (record === null) return;
	const path = `/${record.module}/${record.id}/__timeline`;
	const answer = await connection.get(`${path}?per_page=${PER_PAGE}&${INNER}`);
	const items = itemsIn(answer, '__timeline');
	if (!items) {
		yield line(A.timeline, 'new', outcomeOf(answer));
		return;
	}
	const changes = items.flatMap((item) => {
		const history = asObject(item)?.['field_history'];
		return Array.isArray(history) ? (history as unknown[]) : [];
	});
	yield lineOf(
		A.timeline,
		[
			...differencesOfAll(items, ENTRY, true),
			...differencesOfAll(changes, CHANGE, false),
			...disorder(items),
		],
		say`the same in ${count(items.length)} entries and ${count(changes.length)} changes of fields`,
	);
	yield* pageLines(live, path, answer, items);
}

async function* pageLines(
	{ connection }: Live,
	path: string,
	first: Answer,
	items: readonly unknown[],
): AsyncGenerator<Line> {
	const info = asObject(asObject(first.json)?.['info']);
	if (info?.['more_records'] !== true) {
		yield line(A.pages, 'unseen', say`it has no second page; choose a record with more entries`);
		return;
	}
	const token = asText(info['next_page_token']);
	const position =
		token === null ? `page=2&per_page=${PER_PAGE}` : `page_token=${encodeURIComponent(token)}`;
	yield line(
		A.pages,
		token === null ? 'variant' : 'same',
		token === null ? say`no token, so by number` : say`by a token`,
	);
	const second = await connection.get(`${path}?${position}&${INNER}`);
	const others = itemsIn(second, '__timeline');
	if (!others) {
		yield line(A.next, 'new', outcomeOf(second));
		return;
	}
	const known = new Set(items.map((item) => asText(asObject(item)?.['id'])));
	const again = others.filter((item) => known.has(asText(asObject(item)?.['id'])));
	const wrong: Shown[] = again.length === 0 ? [] : [say`${count(again.length)} of the first again`];
	yield lineOf(A.next, wrong, say`${count(others.length)} others`);
}

export const recordTimeline: Step = { assumptions: A, run };
