import { AuditLogError } from '../../shared/errors';
import type { Config } from '../config/config';
import { secretsOf } from '../config/config';
import type { Line } from '../liveCheck/assumption';
import { hasDifference, liveCheck as lines, totalsOf, whatOf } from '../liveCheck/run';
import type { Host } from '../server/app';
import { sleep } from '../zoho/sleep';
import { INTERRUPTED, onClosedOutput } from './terminal';

/** How a line begins. */
export const MARKS = {
	same: 'same   ',
	variant: 'VARIANT',
	new: 'NEW    ',
	unseen: 'unseen ',
} as const;

/**
 * Prints what is assumed of Zoho beside what came, in a form that can be published; progress goes to stderr.
 * Returns the exit code: 0 when nothing differs, 1 when something does, 2 when nothing could be asked.
 */
export async function liveCheck(config: Config, host: Host): Promise<number> {
	const stop = new AbortController();
	const end = (): void => stop.abort();
	process.once('SIGINT', end);
	process.once('SIGTERM', end);
	const stopListening = onClosedOutput(end);
	const say = (text: string): void => void process.stderr.write(`${host.log.redacted(text)}\n`);
	for (const secret of secretsOf(config)) host.log.hide(secret);
	const problem = problemOf(config);
	if (problem !== null) {
		say(problem);
		return 2;
	}
	// Only what came may hold a secret; the rest are our own words, `Bearer` among them.
	const shown = (line: Line) => ({ ...line, came: host.log.redacted(line.came) });
	const print = (text: string): void => void process.stdout.write(`${text}\n`);
	const all: Line[] = [];
	if (!config.json) print(headOf(config, host.version));
	try {
		const { log, exchange, now, ticks = () => performance.now() } = host;
		const own = {
			log,
			exchange,
			now,
			ticks,
			sleep: host.sleep ?? sleep,
			signal: stop.signal,
			progress: say,
		};
		for await (const line of lines(config, own)) {
			all.push(line);
			print(config.json ? JSON.stringify(shown(line)) : textOf(shown(line)));
		}
	} catch (error) {
		if (stop.signal.aborted) {
			say('Stopped. An export that was created goes on in Zoho.');
			return INTERRUPTED;
		}
		if (!(error instanceof AuditLogError)) throw error;
		say(`There is no token: ${whatOf(error)}. doctor says more.`);
		return 2;
	} finally {
		process.off('SIGINT', end);
		process.off('SIGTERM', end);
		stopListening();
	}
	const { same, variant, unseen, new: isNew } = totalsOf(all);
	say(
		`${same} as assumed, ${variant} in another known way, ${isNew} in a new way, ${unseen} not seen.`,
	);
	return hasDifference(all) ? 1 : 0;
}

function problemOf({ missing, create, readOnly }: Config): string | null {
	if (missing.length > 0) return `${missing.join(', ')} not set; --demo needs none.`;
	if (create && readOnly) return 'ZOHO_AUDIT_READ_ONLY is set, so --create is refused.';
	return null;
}

function headOf({ dataCenter, apiVersion, create }: Config, version: string): string {
	const how = create ? 'with --create' : 'read-only';
	return `zoho-crm-audit-log-mcp ${version}, live-check ${how}, data center ${dataCenter.id}, API ${apiVersion}\n`;
}

function textOf(line: Omit<Line, 'came'> & { readonly came: string }): string {
	const { state, name, assumed, came, places, switches = [] } = line;
	const emulator = switches.length === 0 ? [] : [`test/zoho/switches.ts ${switches.join(' ')}`];
	return [
		`${MARKS[state]} ${name}`,
		`        assumed: ${assumed}`,
		`        came:    ${came}`,
		`        in:      ${[...places, ...emulator].join(', ')}`,
	].join('\n');
}
