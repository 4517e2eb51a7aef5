import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { europe } from '../shared/host';

/**
 * Millions of entries over more than a year, with Zoho's real limits: everything comes, once, and the
 * manifest agrees with what was counted apart. Takes minutes and some gigabytes.
 *   npm run long -- --entries 2300000 --days 400
 */
const { values } = parseArgs({
	options: {
		entries: { type: 'string', default: '2300000' },
		days: { type: 'string', default: '400' },
	},
});

async function main(): Promise<boolean> {
	const [entries, days] = [Number(values.entries), Number(values.days)];
	const start = performance.now();
	const seconds = (): number => Math.round((performance.now() - start) / 1_000);
	const switches = { csvTimeFormat: 'iso8601' } as const;
	const { client, zoho, time, called } = europe({ entries, days, jobSeconds: 30, switches });
	process.stdout.write(`${seconds()} s: a log of ${zoho.log.length} entries\n`);
	const from = new Date(time.now() - (days + 1) * 86_400_000).toISOString();
	const answer = await client.getAuditLog(
		{ from },
		{
			source: 'export',
			waitSeconds: 86_400,
			withRaw: false,
			onProgress: ({ id, state }, _, part) =>
				void process.stdout.write(
					`${seconds()} s: ${id} ${state} ${part?.number} of ${part?.of}\n`,
				),
		},
	);
	if (answer.state !== 'ready') return false;
	// By minute and action, as a multiset that does not depend on the order.
	const seen = new Map<string, number>();
	const count = (key: string, by: number): void => void seen.set(key, (seen.get(key) ?? 0) + by);
	const ids = new Set<string>();
	let given = 0;
	for await (const batch of answer) {
		for (const { audited_time, action, event_id } of batch) {
			given++;
			count(`${Date.parse(audited_time ?? '')} ${action}`, 1);
			ids.add(createHash('md5').update(event_id).digest('base64').slice(0, 12));
		}
	}
	for (const { audited_time, action } of zoho.log) count(`${audited_time} ${action}`, -1);
	const differing = [...seen.values()].filter((left) => left !== 0).length;
	process.stdout.write(
		`${seconds()} s: ${given} entries, ${ids.size} ids, ${differing} differing\n`,
	);
	const manifest = await answer.manifest?.();
	const first = zoho.log[0]?.audited_time ?? 0;
	const last = zoho.log.at(-1)?.audited_time ?? 0;
	const report = {
		exports: manifest?.exports.length,
		creates: called('createExport').length,
		rows: manifest?.rows,
		agrees:
			manifest?.rows === zoho.log.length &&
			manifest.first_time === new Date(first).toISOString() &&
			manifest.last_time === new Date(last).toISOString() &&
			manifest.complete &&
			!manifest.at_cap,
		largest: Math.max(...(manifest?.exports.map(({ rows }) => rows) ?? [])),
		seconds: seconds(),
		peakMiB: Math.round(process.resourceUsage().maxRSS / 1_024),
	};
	process.stdout.write(`${JSON.stringify(report, null, '\t')}\n`);
	return report.agrees && given === zoho.log.length && ids.size === given && differing === 0;
}

void main().then((isGood) => {
	process.stdout.write(isGood ? 'Passed.\n' : 'Failed.\n');
	process.exitCode = isGood ? 0 : 1;
});
