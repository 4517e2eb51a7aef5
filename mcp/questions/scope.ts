import { instantOfIso } from '../../shared/dialect/auditedTime';
import type { Coverage } from '../../shared/reading/coverage';
import type { Config } from '../config/config';
import { cleanText } from '../../shared/disclosure/cleanText';
import type { QueryContext } from './queryContext';
import type { Question } from './question';
import { actionNotes } from './counting/actionsOfPeriod';
import { cannotKnowNotes } from './words/cannotKnow';
import { listOf } from './words/lists';
import { nameNotes } from './words/unknown';

const RETENTION_YEARS = 3;
const MAX_DATE_CHARS = 40;
/** Enough for twenty lines that could not be read, each with its reason. */
const MAX_NOTE_CHARS = 3_000;

/** Names of arguments, and where they are in a filter. */
const SHOWN_FILTERS = [
	...([
		['user', 'users'],
		['module', 'modules'],
		['action', 'actions'],
		['exclude_user', 'excludeUsers'],
		['exclude_module', 'excludeModules'],
		['exclude_action', 'excludeActions'],
	] as const),
	...([
		['hours', 'hours'],
		['weekdays', 'weekdays'],
		['record', 'record'],
		['text', 'text'],
	] as const),
] as const;

/** What every result states about its coverage. */
export function scopeOf(question: Question, config: Config, coverage?: Coverage) {
	const { zone, period, filter, organization } = question;
	const filters = SHOWN_FILTERS.flatMap(([name, key]) => {
		const words = listOf(filter[key]).map((word) => cleanText(word, 200));
		return words.length === 0 ? [] : [[name, words.length === 1 ? words[0] : words] as const];
	});
	return {
		from: period && zone.iso(period.from),
		to: period && zone.iso(period.to),
		time_zone: zone.name,
		filters: Object.fromEntries(filters),
		...(organization !== null && { organization: cleanText(organization, 120) }),
		data_center: config.dataCenter.id,
		visibility: question.visibility,
		...(coverage && {
			source: coverage.source,
			export_ids: coverage.export_ids,
			up_to: readUpTo(question, coverage),
			complete: coverage.complete,
		}),
	};
}

/** Until when the answer knows everything: the end of the period, or when the entries were gathered. */
function readUpTo({ zone, period, parsedAt }: Question, coverage: Coverage): string | null {
	const began = instantOfIso(coverage.as_of ?? '');
	if (began === null && coverage.source === 'export') return null;
	return zone.iso(Math.min(period?.to ?? Infinity, began ?? parsedAt));
}

export function coverageNotes({ notes }: Coverage): string[] {
	const times = new Map<string, number>();
	for (const note of notes) times.set(note, (times.get(note) ?? 0) + 1);
	return [...times].map(([note, count]) =>
		cleanText(count === 1 ? note : `${note} (${count} times)`, MAX_NOTE_CHARS),
	);
}

export function periodNotes(question: Question, coverage?: Coverage): string[] {
	const { period, zone, parsedAt, dateAlone } = question;
	const notes: string[] = [];
	if (dateAlone !== undefined) {
		const named = cleanText(dateAlone, MAX_DATE_CHARS);
		notes.push(
			`From "${named}" alone means that period. For everything since then, add to: "now".`,
		);
	}
	if (period && period.from >= parsedAt)
		notes.push('The period lies in the future: nothing is recorded yet.');
	const year = new Date(parsedAt).getUTCFullYear();
	const kept = new Date(parsedAt).setUTCFullYear(year - RETENTION_YEARS);
	if (period && period.from < kept) {
		notes.push(`Zoho keeps the log for up to three years, since ${zone.iso(kept).slice(0, 10)}.`);
	}
	if (coverage && isOutdated(question, coverage)) {
		const asOf = zone.iso(instantOfIso(coverage.as_of ?? '') ?? parsedAt);
		notes.push(`Read up to ${asOf}: later entries are not in this answer.`);
	}
	return notes;
}

/** Names that do not exist; and where nothing was found, why, as far as is known. */
export async function matchNotes(
	context: QueryContext,
	coverage: Coverage,
	total: number,
): Promise<string[]> {
	const { question } = context;
	const unknowable = cannotKnowNotes(question.filter, total === 0);
	if (total > 0) return [...unknowable, ...(await nameNotes(context, false))];
	const { period, zone } = question;
	const notes = [
		...unknowable,
		...(await nameNotes(context, true)),
		...(await actionNotes(context)),
	];
	const span = period ? ` from ${zone.iso(period.from)} to ${zone.iso(period.to)}` : '';
	notes.push(
		coverage.entries_read === 0
			? `There is no entry at all${span}: choose another period.`
			: `None of the ${coverage.entries_read.toLocaleString('en')} entries looked at${span} fits. Remove a filter, or choose a longer period.`,
	);
	return notes;
}

/** Whether the entries were gathered before the period had ended. */
function isOutdated({ period, parsedAt }: Question, { as_of }: Coverage): boolean {
	const gathered = instantOfIso(as_of ?? '');
	return gathered !== null && gathered < Math.min(period?.to ?? gathered, parsedAt);
}
