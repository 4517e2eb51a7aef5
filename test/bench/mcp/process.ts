import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Zoho } from '../../zoho/zoho';

/** The built server. */
export const CLI = join(__dirname, '../../../dist/mcp/cli.js');

/** Its settings for an emulated Zoho. */
export function settingsFor(zoho: Zoho, url: string): Record<string, string> {
	return {
		ZOHO_EMULATOR_URL: url,
		ZOHO_CLIENT_ID: zoho.credentials.client_id,
		ZOHO_CLIENT_SECRET: zoho.credentials.client_secret,
		ZOHO_REFRESH_TOKEN: zoho.credentials.refresh_token,
		// A busy machine is no reason to come back for the answer.
		ZOHO_AUDIT_WAIT_SECONDS: '50',
	};
}

/** User and system time in hundredths of a second, as Linux counts them. */
export function cpuOf(pid: number | null): number {
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
	return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Peak memory of the process, as Linux counts it. */
export function peakOf(pid: number | null): number {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	return Number(/VmHWM:\s*(\d+) kB/.exec(status)?.[1] ?? NaN) / 1024;
}

export function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

export function formatted(seconds: number): string {
	return `${seconds.toFixed(2).padStart(6)} s`;
}
