import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { AuditLogEntry } from '../../shared/entries/auditLogEntry';
import { europe } from '../shared/host';
import type { LogEntry } from '../zoho/log/logEntry';
import type { Zoho } from '../zoho/zoho';

/**
 * Millions of entries over more than a year, with Zoho's real limits: 180 days and 1,000,000 entries
 * in an export, one job at a time. Every entry arrives once, and the manifest agrees with counts made
 * without our code: from the emulator's own log, with Node's SHA-256.
 *   npm run long -- --entries 2300000 --days 400
 */
const { values } = parseArgs({
	options: {
		entries: { type: 'string', default: '2300000' },
		days: { type: 'string', default: '400' },
	},
});

const DAY_MS = 86_400_000;
const CAP = 1_000_000;
const start = performance.now();

function print(text: string): void {
	const seconds = ((performance.now() - start) / 1_000).toFixed(0).padStart(4);
	const mebibytes = (process.memoryUsage().rss / 1_048_576).toFixed(0).padStart(5);
	process.stdout.write(`${seconds} s ${mebibytes} MiB  ${text}\n`);
}

/** 48 bits: enough for millions of texts, and exact as a number. */
function hashOf(text: string): number {
	return createHash('md5').update(text).digest().readUIntBE(0, 6);
}

/** How many numbers of two sorted lists have no partner in the other. */
function unmatched(one: Float64Array, other: Float64Array): number {
	let [left, right, count] = [0, 0, 0];
	while (left < one.length && right < other.length) {
		const [here, there] = [one[left] ?? 0, other[right] ?? 0];
		if (here !== there) count++;
		if (here <= there) left++;
		if (there <= here) right++;
	}
	return count + (one.length - left) + (other.length - right);
}

const textInLog = ({ audited_time, done_by, action, record }: LogEntry): string =>
	[audited_time, done_by?.name ?? '', action, record?.name ?? ''].join('\n');

const textOfEntry = ({ audited_time, done_by, action, record }: AuditLogEntry): string =>
	[Date.parse(audited_time ?? ''), done_by?.name ?? '', action ?? '', record?.name ?? ''].join(
		'\n',
	);

/** The SHA-256 of each of the emulator's files, without our client. */
async function digestsAtZoho(zoho: Zoho): Promise<Set<string>> {
	const headers = { authorization: `Zoho-oauthtoken ${zoho.accessToken()}` };
	const get = (url: string) => zoho.answer({ method: 'GET', url, headers, body: '' }).body;
	const list = get(`${zoho.origins.api}/crm/v8/settings/audit_log_export`);
	const { audit_log_export: jobs } = JSON.parse(Buffer.from(list).toString()) as {
		audit_log_export: { download_links: string[] | null }[];
	};
	const links = jobs.flatMap(({ download_links }) => download_links ?? []);
	return new Set(links.map((link) => createHash('sha256').update(get(link)).digest('hex')));
}

async function main(): Promise<boolean> {
	const [entries, days] = [Number(values.entries), Number(values.days)];
	const switches = { csvTimeFormat: 'iso8601' } as const;
	const { client, zoho, time, called } = europe({ entries, days, jobSeconds: 30, switches });
	print(`a log of ${zoho.log.length} entries over ${days} days`);
	const from = new Date(time.now() - (days + 1) * DAY_MS).toISOString();
	let last = '';
	const printProgress = (text: string): void => {
		if (text !== last) print(text);
		last = text;
	};
	const answer = await client.getAuditLog(
		{ from },
		{
			source: 'export',
			waitSeconds: 86_400,
			withRaw: false,
			onProgress: ({ id, state }, _, part) =>
				printProgress(`${id} ${state} ${part?.number} of ${part?.of}`),
		},
	);
	if (answer.state !== 'ready') return false;

	const [texts, ids] = [new Float64Array(entries * 2), new Float64Array(entries * 2)];
	let received = 0;
	for await (const batch of answer) {
		for (const entry of batch) {
			texts[received] = hashOf(textOfEntry(entry));
			ids[received] = hashOf(entry.event_id);
			received++;
		}
	}
	print(`${received} entries received`);
	const expected = Float64Array.from(zoho.log, (entry) => hashOf(textInLog(entry))).sort();
	const lostOrInvented = unmatched(texts.subarray(0, received).sort(), expected);
	const sorted = ids.subarray(0, received).sort();
	const repeated = sorted.filter((id, index) => index > 0 && id === sorted[index - 1]).length;
	print(`${lostOrInvented} lost or invented, ${repeated} ids repeated`);

	const manifest = await answer.manifest?.();
	print('the manifest is made');
	if (!manifest) return false;
	const rowsInLog = ({ window }: (typeof manifest.exports)[number]): number => {
		const [since, until] = [Date.parse(window?.from ?? from), Date.parse(window?.to ?? '')];
		const isWithin = (at: number): boolean => at >= since && !(at >= until);
		return zoho.log.reduce((sum, entry) => sum + Number(isWithin(entry.audited_time)), 0);
	};
	const digests = await digestsAtZoho(zoho);
	const iso = (entry: LogEntry | undefined) => new Date(entry?.audited_time ?? 0).toISOString();
	const agreement = {
		'rows in all': manifest.rows === zoho.log.length,
		'rows of each export': manifest.exports.every((it) => it.rows === rowsInLog(it)),
		'no export reaches the cap': manifest.exports.every(({ rows }) => rows < CAP),
		'bytes of each file': manifest.exports.every(({ files }) =>
			files.every(({ sha256 }) => digests.has(sha256)),
		),
		'first time': manifest.first_time === iso(zoho.log[0]),
		'last time': manifest.last_time === iso(zoho.log.at(-1)),
		complete: manifest.complete && !manifest.at_cap,
	};
	print('the manifest is compared');
	const report = {
		exports: manifest.exports.map(({ window, rows }) => ({ ...window, rows })),
		creates: called('createExport').length,
		agreement,
		seconds: Math.round((performance.now() - start) / 1_000),
		peakMiB: Math.round(process.resourceUsage().maxRSS / 1_024),
	};
	process.stdout.write(`${JSON.stringify(report, null, '\t')}\n`);
	const agrees = Object.values(agreement).every(Boolean);
	return agrees && received === zoho.log.length && lostOrInvented === 0 && repeated === 0;
}

void main().then((isGood) => {
	process.stdout.write(isGood ? 'Passed.\n' : 'Failed.\n');
	process.exitCode = isGood ? 0 : 1;
});
