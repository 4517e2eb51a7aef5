import { cleanText } from '../disclosure/cleanText';
import { HOUR } from '../durations';
import type { AuditLogEntry, EntryBatch } from '../entries/auditLogEntry';
import { burstsIn } from './bursts';
import { clockChangeNotes } from './clockChanges';
import { coverageLine, instantOf, NOT_LOGGED, periodTitle, type ReportAbout } from './coverageText';
import { EntryFindings, type FindingFacts } from './entryFindings';
import { type Finding, listedIds } from './finding';
import { type Html, joined, markup } from './markup';
import { entriesText, numberText, shownName, timeText } from './labels';
import { page } from './page';
import { bars } from './pictures/bars';
import { daysByHour, usersByHour } from './pictures/heatMaps';
import { timeline } from './pictures/timeline';
import { citedSection, findingsSection } from './sections';
import { name, sentence } from './table';
import { Tally } from './tally';

/** Enough for twenty lines of a file that could not be read. */
const MAX_NOTE = 3_000;

export interface ReportOptions extends ReportAbout {
	/** What rules found in the same entries; the entries they name are listed. */
	readonly findings?: readonly Finding[] | undefined;
	/** With these, conditions on single entries are looked for while the entries pass. */
	readonly facts?: FindingFacts | undefined;
	/** What else is to be said of so many entries, once they have ended. */
	readonly notes?: ((total: number) => Promise<readonly string[]>) | undefined;
}

/**
 * Entries as one HTML file to look at, print and keep: pictures with their numbers, findings, and what it
 * all covers. It reads them once and keeps none but those that findings name. `coverage` is read at the end,
 * when it is final. See docs/decisions/report.md
 */
export async function reportOf(
	batches: AsyncIterable<EntryBatch>,
	options: ReportOptions,
): Promise<string> {
	const { zone, findings = [], facts } = options;
	const tally = new Tally(zone, new Set(findings.flatMap(listedIds)));
	const found = facts && new EntryFindings(facts);
	for await (const batch of batches) {
		for (const entry of batch) {
			tally.add(entry);
			found?.add(entry);
		}
	}
	const more = found?.all() ?? { findings: [], entries: [], left: 0 };
	const cited = new Map<string, AuditLogEntry>();
	for (const id of findings.flatMap(listedIds)) {
		const entry = tally.cited.get(id);
		if (entry) cited.set(id, entry);
	}
	for (const entry of more.entries) cited.set(entry.event_id, entry);
	const notes = (await options.notes?.(tally.total)) ?? [];
	const all = [...findings, ...more.findings];
	return await drawn(tally, all, cited, { ...aboutOf(options), notes, left: more.left });
}

/** With what is known only at the end. */
interface DrawnAbout extends ReportAbout {
	readonly notes: readonly string[];
	/** Entries that meet a rule and are in no finding. */
	readonly left: number;
}

/** `coverage` may be asked for as late as now. */
function aboutOf({ zone, coverage, organization, filters, madeAt }: ReportOptions): ReportAbout {
	return { zone, coverage, organization, filters, madeAt };
}

async function drawn(
	tally: Tally,
	findings: readonly Finding[],
	cited: ReadonlyMap<string, AuditLogEntry>,
	about: DrawnAbout,
): Promise<string> {
	const { zone, organization, coverage, filters = [] } = about;
	const period = periodTitle(about, tally);
	const span = spanOf(tally, about);
	const over = ['Zoho CRM audit log', ...(organization ? [shownName(organization)] : [])];
	const chips = filters.map(([key, value]) => markup`<li>${key}: ${name(shownName(value))}</li>`);
	const content = markup`<header>
<p class="over"><bdi dir="auto">${over.join(' · ')}</bdi></p>
<h1>${period}</h1>
${chips.length > 0 ? markup`<ul class="filters">${joined(chips)}</ul>` : markup``}
<p>${stateOf(coverage.complete)}${coverageLine(about, tally.total)}</p>
</header>
${figures(tally, findings.length, about.left > 0)}
${span === null ? markup`` : timelineOf(tally, span)}
<section class="long"><h2>Findings</h2>${findingsSection(findings, cited, zone)}</section>
${span === null ? markup`` : heatMaps(tally, span)}
<section class="pair"><div><h2>Actions</h2>${bars('actions', 'Entries by action', tally.actions, tally.total)}</div><div><h2>Modules</h2>${bars('modules', 'Entries by module', tally.modules, tally.total)}</div></section>
<section class="long"><h2>Entries that findings name</h2>${citedSection(cited, zone)}</section>
<section class="long"><h2>What this covers</h2>${coverageNotes(tally, about)}</section>
<footer><p>Made ${timeText(about.madeAt, zone)} with n8n-nodes-zoho-crm-audit-log. This file holds no script and loads nothing.</p></footer>`;
	return await page(`Zoho CRM audit log: ${period}`, content);
}

function stateOf(isComplete: boolean): Html {
	return isComplete
		? markup`<span class="state">✓ Complete as far as known</span>`
		: markup`<span class="state lack">⚠ Not complete</span>`;
}

function figures(tally: Tally, findings: number, hasMoreFindings: boolean): Html {
	const { total, users, modules, deletions, exports } = tally;
	const all: readonly (readonly [title: string, value: number, hasMore?: boolean])[] = [
		['Entries', total],
		['Users', users.size, users.others > 0],
		['Modules', modules.named, modules.others > 0],
		['Deletions', deletions],
		['Exports', exports],
		['Findings', findings, hasMoreFindings],
	];
	const items = all.map(
		([title, value, hasMore]) =>
			markup`<div><dt>${title}</dt><dd>${numberText(value)}${hasMore ? '+' : ''}</dd></div>`,
	);
	return markup`<dl class="figures">${joined(items)}</dl>`;
}

function timelineOf(tally: Tally, span: Span): Html {
	const picture = timeline(tally.hours, span, burstsIn(tally));
	return markup`<section><h2>Timeline</h2>${picture}</section>`;
}

function heatMaps(tally: Tally, span: Span): Html {
	return markup`${daysByHour(tally, span)}
<section><h2>Users by hour of the day</h2>${usersByHour(tally)}</section>`;
}

function coverageNotes(tally: Tally, about: DrawnAbout): Html {
	const { coverage, notes: others, left } = about;
	const { withoutTime, outside, unplaced, users } = tally;
	const notes = [
		...coverage.notes,
		...others,
		...(withoutTime > 0
			? [`${entriesText(withoutTime)} without a time: in no picture by time.`]
			: []),
		...(outside > 0
			? [`${entriesText(outside)} from before 1995 or after 2100: in no picture by time.`]
			: []),
		...(unplaced > 0 ? [`${entriesText(unplaced)} of further hours: in no picture by time.`] : []),
		...(users.others > 0
			? [`${numberText(users.others)} entries of further users, who are not counted.`]
			: []),
		...(left > 0
			? [
					`${entriesText(left)} more that meet a rule, in no finding: there are more findings than are counted.`,
				]
			: []),
		...clockNotes(tally, about),
		NOT_LOGGED,
	];
	const ids =
		coverage.export_ids.length === 0
			? markup``
			: markup`<p class="quiet">Exports: ${coverage.export_ids.slice(0, 50).join(', ')}</p>`;
	return markup`<ul class="notes">${joined(notes.map((note) => markup`<li>${sentence(cleanText(note, MAX_NOTE))}</li>`))}</ul>${ids}`;
}

/** Of the period and of the entries, where any are in pictures by time. */
function clockNotes({ first, last, hours }: Tally, { coverage, zone }: ReportAbout) {
	if (hours.size === 0) return [];
	const [from, to] = [instantOf(coverage.from), instantOf(coverage.to)];
	return clockChangeNotes(zone, Math.min(first, from ?? first), Math.max(last, to ?? last));
}

interface Span {
	readonly from: number;
	readonly to: number;
}

/** All of the period and all entries, in whole hours on the wall; null when there is nothing to draw. */
function spanOf({ hours }: Tally, { coverage, zone }: ReportAbout): Span | null {
	const wall = (instant: number): number => (instant + zone.offsetAt(instant)) / HOUR;
	const [from, to] = [instantOf(coverage.from), instantOf(coverage.to)];
	const all = [...hours.keys()].sort((a, b) => a - b);
	const [first, last] = [all[0], all.at(-1)];
	if (first === undefined || last === undefined) return null;
	return {
		from: Math.min(first, from === null ? first : Math.floor(wall(from))),
		to: Math.max(last + 1, to === null ? last + 1 : Math.ceil(wall(to))),
	};
}
