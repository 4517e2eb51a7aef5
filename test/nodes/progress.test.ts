import { progressOf } from '../../nodes/ZohoCrmAuditLog/progress';
import type { ExportJob } from '../../shared/exports/exportJob';

test('each look at an export is said in a sentence, in the words of Zoho where it has one', () => {
	const said: unknown[] = [];
	const say = progressOf({ sendMessageToUI: (message: unknown) => void said.push(message) }, 2);
	const job = (state: string, status: string | null): ExportJob =>
		({ id: '2276164000001019012', state, status }) as ExportJob;
	say(job('running', 'scheduled\u202e'), 0);
	say(job('running', null), 12, { number: 2, of: 3 });
	say(job('finished', 'finished'), 20, { number: 1, of: 1 });
	say(job('failed', 'failed'), 30);
	expect(said).toEqual([
		'Item 2, export 2276164000001019012: Zoho is preparing it (scheduled), 0 seconds so far.',
		'Item 2, export 2276164000001019012 (2 of 3): Zoho is preparing it, 12 seconds so far.',
		'Item 2, export 2276164000001019012: it is ready, 20 seconds so far.',
		'Item 2, export 2276164000001019012: Zoho ended it without a file (failed), 30 seconds so far.',
	]);
});
