import type { IDataObject } from 'n8n-workflow';
import { NODE, triggerWorkflow } from '../n8n/workflow';
import type { ZohoSetup } from '../zoho/zoho';
import { triggerHouse } from './triggerHouse';

jest.setTimeout(150_000);

/** Faults that concern the trigger's alerts. */
const { n8n, clock, faultInTrigger } = triggerHouse();
const MINUTE = 60_000;

/** How files are written is reported once, whatever is in them. */
const isNews = (text: string): boolean => !text.startsWith('How the files of exports are written');

async function alertsOf(staticData: IDataObject, parameters: IDataObject) {
	const workflow = triggerWorkflow({
		...{ triggerOn: 'alerts', output: 'allFields' },
		...parameters,
	});
	const { items, errors } = await n8n.engine.poll(workflow, NODE, { staticData });
	return {
		alerts: (items ?? []).flatMap(({ json }) => json['alerts'] as { alert: string }[]),
		reported: errors.map(({ message }) => message),
	};
}

const exporting: ZohoSetup = { entries: 0, switches: { settingsAuditLog: 404 } };

const masses = { alerts: ['massDelete'], alertSettings: { count: 6 } };
const isMass = (minute: number) => minute === 30 || minute === 108 || minute === 186;

faultInTrigger(
	75,
	'of three masses above a deletion every six minutes each is an alert, poll by poll',
	async () => {
		const parameters = { ...masses, source: 'endpoint' };
		const memory: IDataObject = {};
		await alertsOf(memory, parameters);
		const minutes: number[] = [];
		for (let minute = 0; minute < 4 * 60; minute += 6) {
			clock.ahead += 6 * MINUTE;
			for (let n = 0; n < (isMass(minute) ? 6 : 1); n++) n8n.zoho.record({ action: 'deleted' });
			const { alerts, reported } = await alertsOf(memory, parameters);
			expect(reported).toEqual([]);
			if (alerts.length > 0) minutes.push(minute);
		}
		expect(minutes).toEqual([30, 108, 186]);
	},
	{ entries: 0 },
);

faultInTrigger(
	75,
	'of three masses above a deletion every six minutes each is an alert, from an export',
	async () => {
		const parameters = { ...masses, source: 'export' };
		const memory: IDataObject = {};
		await alertsOf(memory, parameters);
		const start = Date.now();
		for (let minute = 6; minute < 4 * 60; minute += 6) {
			for (let n = 0; n < (isMass(minute) ? 6 : 1); n++) {
				n8n.zoho.record({ action: 'deleted', audited_time: start + minute * MINUTE });
			}
		}
		clock.ahead += 5 * 60 * MINUTE;
		const { alerts, reported } = await alertsOf(memory, parameters);
		expect([alerts.length, reported.filter(isNews)]).toEqual([3, []]);
	},
	exporting,
);

for (const csvTitles of ['german', 'japanese', 'none'] as const) {
	faultInTrigger(
		62,
		`conditions on actions whose column is proved by what it holds are met: ${csvTitles}`,
		async () => {
			const parameters = { source: 'export', alerts: ['export', 'massDelete'] };
			const memory: IDataObject = {};
			await alertsOf(memory, parameters);
			clock.ahead += 5 * MINUTE;
			n8n.zoho.record({ action: 'exported' });
			for (let n = 0; n < 50; n++) n8n.zoho.record({ action: 'deleted' });
			clock.ahead += 20 * MINUTE;
			const { alerts, reported } = await alertsOf(memory, parameters);
			expect(alerts.map(({ alert }) => alert).sort()).toEqual(['export', 'massDelete']);
			expect(reported.filter(isNews)).toEqual([]);
		},
		{ ...exporting, switches: { ...exporting.switches, csvTitles } },
	);
}

faultInTrigger(
	62,
	'conditions on actions in another language are reported as not judged, once, instead of silence',
	async () => {
		const parameters = { source: 'endpoint', alerts: ['export', 'massDelete'] };
		const memory: IDataObject = {};
		await alertsOf(memory, parameters);
		const reported: string[] = [];
		for (let polls = 0; polls < 4; polls++) {
			clock.ahead += 5 * MINUTE;
			for (let n = 0; n < 6; n++) n8n.zoho.record({ action: 'Gelöscht' });
			const found = await alertsOf(memory, parameters);
			expect(found.alerts).toEqual([]);
			reported.push(...found.reported);
		}
		expect(reported).toHaveLength(1);
		expect(reported[0]).toMatch(
			/no condition knows \("Gelöscht"\).*cannot be judged: massDelete, export/,
		);
	},
	{ entries: 0 },
);
