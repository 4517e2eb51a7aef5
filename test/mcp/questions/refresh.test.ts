import { HOUR, MINUTE } from '../../../shared/durations';
import { TimeZone } from '../../../shared/dialect/timeZone';
import { UnavailableError } from '../../../shared/errors';
import { createLog } from '../../../mcp/log';
import { Refresh } from '../../../mcp/questions/kept/refresh';
import { NOON } from '../session';

const zone = new TimeZone('UTC');
const { signal } = new AbortController();

function start() {
	const clock = { now: NOON };
	const lines: string[] = [];
	const log = createLog('debug', (line) => lines.push(line));
	log.hide('the-secret-of-the-client');
	const refresh = new Refresh({ now: () => clock.now, log, freshSeconds: 600 });
	const failing = async (error: Error): Promise<number> => {
		let begun = 0;
		refresh.begin(async () => {
			begun++;
			throw error;
		});
		await refresh.settled(5_000, signal);
		return begun;
	};
	return { clock, lines, refresh, failing };
}

test('pauses between failures grow up to half an hour, and Zoho may ask for more', async () => {
	const { clock, refresh, failing } = start();
	const error = new UnavailableError('Zoho is busy.');
	const pauses: number[] = [];
	for (let count = 0; count < 8; count++) {
		expect(await failing(error)).toBe(1);
		const failed = clock.now;
		while ((await failing(error)) === 0) clock.now += MINUTE / 2;
		pauses.push((clock.now - failed) / MINUTE);
		clock.now += HOUR;
	}
	expect(pauses[0]).toBe(1);
	expect(Math.max(...pauses)).toBe(30);
	clock.now += HOUR;
	await failing(new UnavailableError('Zoho is busy.', { retryAfterSeconds: 7_200 }));
	clock.now += HOUR;
	expect(await failing(error)).toBe(0);
	expect(refresh.noteAfter(NOON, zone)).toContain('Zoho is busy. The next one begins no sooner');
});

test('an error says nothing that is secret, and one that is not known nothing at all', async () => {
	const { clock, lines, refresh, failing } = start();
	await failing(new UnavailableError('Refused with the-secret-of-the-client.'));
	expect(refresh.noteAfter(NOON, zone)).toContain('Refused with [hidden].');
	clock.now += HOUR;
	await failing(new Error('Authorization: Zoho-oauthtoken 1000.abcdefghij.klm'));
	expect(refresh.noteAfter(NOON, zone)).toContain("the server's log says why.");
	expect(refresh.noteAfter(NOON, zone)).not.toContain('Authorization');
	expect(lines.join('\n')).toContain('refresh');
	expect(lines.join('\n')).not.toMatch(/1000\.abc|the-secret/);
});

test('one is under way at a time, and none begins while the archive is as new as it can be', async () => {
	const { clock, refresh } = start();
	let [begun, end] = [0, (): void => undefined];
	const work = async (): Promise<void> => {
		begun++;
		await new Promise<void>((resolve) => (end = resolve));
	};
	refresh.begin(work);
	refresh.begin(work);
	expect(refresh.noteAfter(NOON, zone)).toContain('is under way');
	await refresh.settled(20, signal);
	expect(begun).toBe(1);
	clock.now += MINUTE;
	end();
	await refresh.settled(5_000, signal);
	expect(refresh.noteAfter(NOON, zone)).toContain('A refresh has ended');
	refresh.begin(work);
	expect(begun).toBe(1);
	clock.now += 600_000;
	refresh.begin(work);
	expect(begun).toBe(2);
	end();
});

test('a caller that cancels does not wait, and the refresh goes on', async () => {
	const { refresh } = start();
	let end = (): void => undefined;
	refresh.begin(async () => await new Promise<void>((resolve) => (end = resolve)));
	const caller = new AbortController();
	const waiting = refresh.settled(60_000, caller.signal);
	caller.abort(new Error('cancelled'));
	await expect(waiting).rejects.toThrow('cancelled');
	expect(refresh.noteAfter(NOON, zone)).toContain('is under way');
	end();
});

test('when the server ends, it ends, fails with nothing, and none begins', async () => {
	const { lines, refresh, failing } = start();
	let ended = false;
	refresh.begin(async (stopped) => {
		await new Promise<void>((_, reject) => {
			stopped.addEventListener('abort', () => {
				ended = true;
				reject(stopped.reason as Error);
			});
		});
	});
	refresh.end();
	await refresh.settled(5_000, signal);
	expect([ended, lines]).toEqual([true, []]);
	expect(await failing(new Error('none'))).toBe(0);
});
