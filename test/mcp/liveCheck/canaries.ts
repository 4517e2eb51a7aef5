import { parse } from 'csv-parse/sync';
import type { Exchange } from '../../../mcp/zoho/exchange';
import type { Zoho, ZohoAnswer } from '../../zoho/zoho';

/** In every name, address and cell of an organization; no word of any language has it. */
export const MARK = 'Zqxj';
export const HOST = 'hwtnb.zqxj.example';
export const ZONE = 'Antarctica/Troll';
const ID_START = '7610000';

/** Signs by which a text could leave its place in a terminal, a log, JSON or Markdown. */
const SIGNS =
	'\u001b[31m\u0007\u202e\u200b`\n```\n## <script>alert(1)</script> | [x](http://zqxj.example) @everyone #1 $(id) "; \u0000';

/** Keys of Zoho's answers whose values people have chosen, or that lead to them. */
const NAMED = [
	...['company_name', 'domain_name', 'primary_email', 'full_name', 'first_name', 'last_name'],
	...['email', 'name', 'message', 'old', 'new', 'field_label', 'account_name'],
	'display_name',
];
/** Columns whose words are Zoho's. */
const WORDS = ['Action', 'Module', 'Audited Time', 'Source'];

/** The emulator's organization under other names: each text of people begins with the mark and ends with signs. */
export function renamed(exchange: Exchange): Exchange {
	return async (request) => renamedAnswer(request.url, await exchange(request));
}

export function renamedAnswer<A extends Pick<ZohoAnswer, 'headers' | 'body'>>(
	url: string,
	answer: A,
): A {
	const type = answer.headers['content-type'] ?? '';
	const isCsv = type.startsWith('text/csv');
	if (url.includes('/oauth/') || !(isCsv || type.startsWith('application/json'))) return answer;
	const text = Buffer.from(answer.body).toString();
	const body = isCsv ? renamedCsv(text) : JSON.stringify(renamedJson(JSON.parse(text), ''));
	const bytes = Buffer.from(body);
	const headers = { ...answer.headers, 'content-length': String(bytes.length) };
	return { ...answer, headers, body: bytes };
}

function renamedName(text: string): string {
	return text === '' ? text : `${MARK} ${nonsense(text)} ${SIGNS}`;
}

/** Words that no report would have by chance. */
export function nonsense(text: string): string {
	return text.replace(/[a-z]/gi, (letter) => {
		const code = letter.charCodeAt(0);
		const first = code < 97 ? 65 : 97;
		return String.fromCharCode(((code - first + 13) % 26) + first);
	});
}

function renamedJson(value: unknown, key: string): unknown {
	if (typeof value === 'string') {
		if (key === 'time_zone') return ZONE;
		return NAMED.includes(key) ? renamedName(value) : value;
	}
	if (Array.isArray(value)) return value.map((item) => renamedJson(item, key));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, member]) => [name, renamedJson(member, name)]),
	);
}

function renamedCsv(text: string): string {
	const [header = [], ...rows] = parse(text, { relax_column_count: true }) as string[][];
	const cell = (value: string, column: number): string =>
		WORDS.includes(header[column] ?? '') ? value : renamedName(value);
	const lines = [header, ...rows.map((row) => row.map(cell))];
	const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;
	return lines.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}

/** What must be nowhere in a report: whole and in pieces. */
export function canariesOf(zoho: Zoho): string[] {
	const { credentials, organization, users, log } = zoho;
	const names = [
		...[organization.company_name, organization.domain_name, organization.primary_email],
		...users.flatMap(({ full_name, email }) => [full_name, email]),
		...log.flatMap(({ record, account_name }) => [record?.name ?? '', account_name ?? '']),
		...log.flatMap(({ field_history }) =>
			field_history.flatMap((it) => [it.old ?? '', it.new ?? '']),
		),
	];
	const own = [ZONE, HOST, MARK, organization.time_zone, ...names.map(nonsense)];
	const ids = [
		...[organization.id, organization.zgid, ID_START],
		...users.flatMap(({ id, zuid }) => [id, zuid]),
		...log.map(({ id }) => id),
	];
	const secrets = Object.values(credentials);
	const pieces = [
		...own.flatMap((name) => name.match(/[\p{L}\p{M}]{4,}|\p{Lo}{2,}/gu) ?? []),
		...ids.flatMap((id) => windows(id, 6)),
		...secrets.flatMap((secret) => windows(secret, 8)),
	];
	return [...new Set(pieces.map((piece) => piece.toLowerCase()))].filter(
		(piece) => !SHAPE.test(piece),
	);
}

/** Of an id's zeros, or of a name in a shape. */
const SHAPE = /^(0+|9+|a+)$/;

function windows(text: string, length: number): string[] {
	return Array.from({ length: Math.max(1, text.length - length + 1) }, (_, at) =>
		text.slice(at, at + length),
	);
}
