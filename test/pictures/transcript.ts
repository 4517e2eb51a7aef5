import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import path from 'node:path';
import { ROOT } from '../packed';

/** A Wednesday in the emulated organization's time zone. */
const NOW = '2026-11-25T09:00:00+01:00';

/** Questions of users, and the call that an assistant makes for each. */
const QUESTIONS = [
	{
		question: 'Who changed the Acme deal last week?',
		tool: 'get_audit_log',
		input: { record: 'Acme', module: 'Deals', from: 'last week' },
	},
	{
		question: 'Who deleted records in the last 30 days?',
		tool: 'summarize_audit_log',
		input: { action: 'deleted', from: '30d', group_by: ['user', 'module'], top: 4 },
	},
] as const;

interface Answer {
	readonly scope: {
		readonly from: string;
		readonly to: string;
		readonly time_zone: string;
		readonly complete: boolean;
		readonly up_to: string;
	};
	readonly total_matched: number;
	readonly entries?: readonly Readonly<Record<'time' | 'user' | 'action' | 'record', string>>[];
	readonly groups?: readonly {
		readonly key: Readonly<Record<'user' | 'module', string>>;
		readonly count: number;
		readonly first: string;
		readonly last: string;
	}[];
}

/** Questions to the built server with `--demo`, the calls and the answers, as lines of text. */
export async function transcript(): Promise<string[]> {
	const client = new Client({ name: 'pictures', version: '1.0.0' });
	await client.connect(
		new StdioClientTransport({
			command: process.execPath,
			args: [path.join(ROOT, 'dist/mcp/cli.js'), '--demo'],
			env: { ZOHO_AUDIT_NOW: NOW },
		}),
	);
	try {
		const lines: string[] = [];
		for (const { question, tool, input } of QUESTIONS) {
			const result = await client.callTool({ name: tool, arguments: input });
			if (result.isError) throw new Error(JSON.stringify(result.content));
			const answer = result.structuredContent as unknown as Answer;
			if (lines.length > 0) lines.push('');
			lines.push(`> ${question}`, '', `  ${tool} ${JSON.stringify(input)}`, '');
			lines.push(...aligned(rowsOf(answer)).map((line) => `  ${line}`), '', `  ${scopeOf(answer)}`);
		}
		return lines;
	} finally {
		await client.close();
	}
}

function rowsOf({ entries, groups }: Answer): string[][] {
	const listed = (entries ?? []).map(({ time, user, action, record }) => [
		minute(time),
		user,
		action,
		record,
	]);
	const counted = (groups ?? []).map(({ key, count, first, last }) => [
		String(count).padStart(4),
		key.user,
		key.module,
		`${minute(first)} to ${minute(last)}`,
	]);
	return [...listed, ...counted];
}

function scopeOf({ scope, total_matched: matched, entries }: Answer): string {
	const { from, to, time_zone: zone, complete, up_to: upTo } = scope;
	const shown = entries ? `${entries.length} of ${matched} entries` : `${matched} entries`;
	const whole = `${complete ? 'complete' : 'incomplete'} up to ${minute(upTo)}`;
	return `${shown}, ${minute(from)} to ${minute(to)} ${zone}, ${whole}`;
}

function minute(time: string): string {
	return time.slice(0, 16).replace('T', ' ');
}

function aligned(rows: readonly (readonly string[])[]): string[] {
	const widths = [0, 1, 2, 3].map((column) =>
		Math.max(...rows.map((row) => row[column]?.length ?? 0)),
	);
	return rows.map((row) =>
		row
			.map((cell, column) => cell.padEnd(widths[column] ?? 0))
			.join('  ')
			.trimEnd(),
	);
}
