import { staff } from '../zoho/organization/staff';
import { triggerInEngine } from './triggerInEngine';

const { n8n, clock, active } = triggerInEngine();
const MINUTE = 60_000;

describe('alerts', () => {
	const alerts = { triggerOn: 'alerts', alerts: ['massDelete'], alertSettings: { count: 3 } };

	test('a mass deletion is one item, however many polls it takes', async () => {
		const trigger = active({ ...alerts, options: { entriesPerPoll: 2 } });
		await trigger.poll();
		for (let n = 0; n < 5; n++) n8n.zoho.record({ action: 'deleted' });
		n8n.zoho.record({ action: 'updated' });
		const polls = [await trigger.poll(), await trigger.poll(), await trigger.poll()];
		const fired = polls.flatMap(({ items }) => items ?? []);
		expect(fired).toHaveLength(1);
		const text = 'Mass Delete: 3 deletions by Marta Quill within 10 minutes.';
		expect(fired[0]?.json['alerts']).toBe(text);
	});

	test('entries that come again under other ids, after a change of the source, are not counted twice', async () => {
		const trigger = active({
			...alerts,
			alertSettings: { count: 4 },
			options: { source: 'endpoint' },
		});
		await trigger.poll();
		for (let n = 0; n < 3; n++) n8n.zoho.record({ action: 'deleted' });
		clock.ahead += 2 * MINUTE;
		expect((await trigger.poll()).items).toBeNull();
		const moved = await trigger.poll({ options: { source: 'export' } });
		expect(moved.errors.map(String).join()).toMatch(/come again under other ids/);
		expect(n8n.called('download')).toHaveLength(1);
		expect(moved.items).toBeNull();
	});

	test('what is kept for them names nobody, and expires with its minutes', async () => {
		const trigger = active(alerts);
		await trigger.poll();
		for (let n = 0; n < 2; n++) n8n.zoho.record({ action: 'deleted' });
		clock.ahead += MINUTE;
		await trigger.poll();
		const memory = JSON.stringify(trigger.staticData);
		expect(memory).not.toContain(staff.marta.id);
		expect(memory).not.toMatch(/Marta|Quill|deleted|massDelete/);
		const { masses } = trigger.staticData['alerts'] as { masses: object };
		expect(Object.keys(masses).join()).toMatch(/^[\w+/]{12}$/);
		// The minutes of a mass, and the overlap in which an entry may come late.
		clock.ahead += 27 * MINUTE;
		n8n.zoho.record({ action: 'updated' });
		await trigger.poll();
		expect((trigger.staticData['alerts'] as { masses: object }).masses).toEqual({});
		await trigger.poll({ triggerOn: 'everyEntry' });
		expect(trigger.staticData).not.toHaveProperty('alerts');
	});

	test('what is kept for them expires after a day in which nothing is logged', async () => {
		const trigger = active(alerts);
		await trigger.poll();
		for (let n = 0; n < 2; n++) n8n.zoho.record({ action: 'deleted' });
		const keptAfter = async (minutes: number): Promise<object> => {
			clock.ahead += minutes * MINUTE;
			await trigger.poll();
			return (trigger.staticData['alerts'] as { masses: object }).masses;
		};
		expect(Object.keys(await keptAfter(1))).toHaveLength(1);
		expect(await keptAfter(24 * 60 + 12)).toEqual({});
	});

	test('what is unusual is compared with 28 days, from poll to poll', async () => {
		const compared = { triggerOn: 'alerts', alerts: ['firstInModule', 'unusualVolume'] };
		const trigger = active({ ...compared, output: 'allFields' });
		await trigger.poll();
		for (let day = 0; day < 29; day++) {
			clock.ahead += 24 * 60 * MINUTE;
			n8n.zoho.record({ action: 'updated' });
			expect((await trigger.poll()).items).toBeNull();
		}
		clock.ahead += 24 * 60 * MINUTE;
		n8n.zoho.record({ action: 'updated' });
		for (let n = 0; n < 100; n++) n8n.zoho.record({ action: 'deleted' });
		const reasons = (await trigger.poll()).items?.flatMap(({ json }) => json['alerts']);
		expect(reasons).toMatchObject([
			{ alert: 'firstInModule', reason: expect.stringMatching(/first time in 28 days/) },
			{ alert: 'unusualVolume', reason: expect.stringMatching(/^100 entries of Marta Quill/) },
		]);
	});
});

test.each([
	[{ triggerOn: 'alarms' }, '"alarms" is not one of the choices of Trigger On'],
	[
		{ alerts: ['massDelete', 'massDeletion'] },
		'"massDeletion" is not one of the choices of Conditions',
	],
	[{ alertSettings: { days: ['monday'] } }, '"monday" is not one of the choices of Working Days'],
	[{ alertSettings: { count: '={{ null }}' } }, 'The option "Mass Threshold" is null'],
	[{ options: { personalData: '={{ null }}' } }, 'The option "Personal Data" is null'],
])(
	'what is not in the form, as an import can have it, prevents the activation: %j',
	async (parameters, sentence) => {
		const trigger = active({ triggerOn: 'alerts', alerts: ['massDelete'], ...parameters });
		await expect(trigger.poll()).rejects.toThrow(sentence);
	},
);
