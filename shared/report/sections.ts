import { instantOfIso } from '../dialect/auditedTime';
import { cleanText } from '../disclosure/cleanText';
import type { TimeZone } from '../dialect/timeZone';
import type { AuditLogEntry } from '../entries/auditLogEntry';
import { actorOf, FLAT_FIELDS } from '../entries/flatEntry';
import { type Finding, listedIds } from './finding';
import { type Html, joined, markup } from './markup';
import { numberText, shownName, timeText } from './labels';
import { name, sentence, table } from './table';

const MAX_FINDINGS = 100;
const MAX_CITED = 200;
const MAX_DETAILS = 220;
/** Of our own, with names that others typed. */
const MAX_SENTENCE = 500;

/** Findings, each with links to those of its entries that are listed below. */
export function findingsSection(
	findings: readonly Finding[],
	cited: ReadonlyMap<string, AuditLogEntry>,
	zone: TimeZone,
): Html {
	if (findings.length === 0) {
		return markup`<p class="quiet">No rule found anything. That is no proof that nothing happened.</p>`;
	}
	const numbers = new Map(
		[...cited.keys()].slice(0, MAX_CITED).map((id, index) => [id, index + 1]),
	);
	const rows = findings.slice(0, MAX_FINDINGS).map((finding) => {
		const { rule, user, from, to, count } = finding;
		const links = listedIds(finding).flatMap((id) => {
			const number = numbers.get(id);
			return number === undefined ? [] : [markup`<a href="#e${number}">${number}</a>`];
		});
		return [
			markup`<b class="rule">${titleOf(rule)}</b>`,
			sentence(cleanText(finding.sentence, MAX_SENTENCE).trim()),
			name(shownName(user)),
			spanText(from, to, zone),
			numberText(count),
			separated(links),
		];
	});
	const more = findings.length - rows.length;
	const columns = [
		...['Rule', 'What was found', 'User', 'When'].map((title) => ({ title })),
		...[{ title: 'Entries', isNumber: true }, { title: 'See' }],
	];
	return markup`<div class="found">${table('Findings', columns, rows)}</div>${more > 0 ? markup`<p class="quiet">${numberText(more)} more are not listed.</p>` : markup``}`;
}

/** Entries that findings name, with their ids and pages. */
export function citedSection(cited: ReadonlyMap<string, AuditLogEntry>, zone: TimeZone): Html {
	if (cited.size === 0) return markup`<p class="quiet">No finding names an entry.</p>`;
	const rows = [...cited.values()].slice(0, MAX_CITED).map((entry, index) => {
		const instant = instantOfIso(entry.audited_time ?? '');
		const record = shownName(FLAT_FIELDS.record(entry) || FLAT_FIELDS.record_id(entry));
		return [
			markup`<span id="e${index + 1}">${index + 1}</span>`,
			instant === null ? 'not known' : timeText(instant, zone),
			name(shownName(actorOf(entry))),
			actionWords(entry.action),
			name(shownName(entry.module)),
			linked(entry.record_url, record),
			sentence(shownName(FLAT_FIELDS.details(entry).slice(0, MAX_DETAILS))),
			markup`<code>${shownName(entry.event_id)}</code>`,
		];
	});
	const titles = ['No.', 'Time', 'User', 'Action', 'Module', 'Record', 'Details', 'Event ID'];
	const more = cited.size - rows.length;
	return markup`<div class="cited">${table(
		'Entries that findings name',
		titles.map((title) => ({ title })),
		rows,
	)}</div>${more > 0 ? markup`<p class="quiet">${numberText(more)} more are not listed.</p>` : markup``}`;
}

/** `owner_reassigned` is too long for its column, and breaks between its words. */
function actionWords(action: string | null): Html {
	const words = shownName(action).split(/(?<=_)/);
	return markup`<bdi dir="auto">${joined(words.map((word, index) => markup`${index > 0 ? markup`<wbr>` : ''}${word}`))}</bdi>`;
}

/** A page of Zoho's, and nothing else that an address could be. */
function linked(url: string | null, text: string): Html {
	if (url === null || !/^https:\/\/[\w.-]+\/[\w./-]*$/.test(url)) return name(text);
	return markup`<a href="${url}" rel="noopener noreferrer">${name(text)}</a>`;
}

/** `massDelete` as people write it. */
export function titleOf(rule: string): string {
	const words = rule
		.replace(/[_-]+/g, ' ')
		.replace(/([a-z])([A-Z])/g, '$1 $2')
		.toLowerCase();
	return shownName(words.charAt(0).toUpperCase() + words.slice(1));
}

/** From the first to the last, as short as it can be said. */
export function spanText(from: string | null, to: string | null, zone: TimeZone): string {
	const texts = [from, to].flatMap((iso) => {
		const instant = instantOfIso(iso ?? '');
		return instant === null ? [] : [timeText(instant, zone)];
	});
	const [start, end] = texts;
	if (start === undefined) return 'Time not known';
	if (end === undefined || start === end) return start;
	// Year and day once, where they are the same.
	const [day, clock] = end.split(', ');
	if (start.startsWith(`${day},`)) return `${start} – ${clock}`;
	const year = / \d+(?=,)/.exec(end)?.[0] ?? '';
	return `${start.replace(`${year},`, ',')} – ${end}`;
}

function separated(parts: readonly Html[]): Html {
	return joined(parts.flatMap((part, index) => (index === 0 ? [part] : [markup`, `, part])));
}
