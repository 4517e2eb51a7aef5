import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { PollResult } from '../n8n/engine';
import { NODE, triggerWorkflow } from '../n8n/workflow';
import { jsonInstead, scopeMissing, serverFault } from '../zoho/faults';
import { staff } from '../zoho/organization/staff';
import { triggerInEngine } from './triggerInEngine';

const { n8n, clock, active } = triggerInEngine();
const MINUTE = 60_000;

const idsOf = ({ items }: PollResult): unknown[] =>
	(items ?? []).map(({ json }) => json['event_id']);

describe('an active trigger', () => {
	test('starts now: nothing earlier, and everything from then on, oldest first', async () => {
		const trigger = active();
		expect((await trigger.poll()).items).toBeNull();
		clock.ahead += 2 * MINUTE;
		const second = n8n.zoho.record({ action: 'deleted' });
		const first = n8n.zoho.record({ audited_time: Date.now() + MINUTE });
		const polled = await trigger.poll();
		expect(idsOf(polled)).toEqual([first.id, second.id]);
		expect(polled.items?.[1]?.json).toMatchObject({ action: 'deleted', module: 'Accounts' });
		expect(polled.errors).toEqual([]);
		expect((await trigger.poll()).items).toBeNull();
	});

	test('starts from a date', async () => {
		const from = Date.now() - 20 * 24 * 60 * MINUTE;
		const trigger = active({ options: { start: new Date(from).toISOString() } });
		const truth = n8n.zoho.log.filter(
			({ audited_time }) => audited_time >= Math.floor(from / MINUTE) * MINUTE,
		);
		expect(idsOf(await trigger.poll())).toEqual(truth.map(({ id }) => id));
	});

	test('starts again from the new start after it is changed', async () => {
		const trigger = active();
		await trigger.poll();
		const date = new Date(Date.now() - 5 * 24 * 60 * MINUTE).toISOString();
		expect((await trigger.poll({ options: { start: date } })).items).not.toBeNull();
	});

	test('has the filters of Get Audit Log', async () => {
		const filters = { actions: 'deleted', users: [staff.marta.id] };
		const trigger = active({ filters });
		await trigger.poll();
		clock.ahead += MINUTE;
		const { id: jonas, full_name: name } = staff.jonas;
		n8n.zoho.record({ action: 'deleted', done_by: { id: jonas, name } });
		n8n.zoho.record({ action: 'updated' });
		const matching = n8n.zoho.record({ action: 'deleted' });
		expect(idsOf(await trigger.poll())).toEqual([matching.id]);
	});

	test('delivers what exceeds the limit with the next poll', async () => {
		const trigger = active({ options: { entriesPerPoll: 2 } });
		await trigger.poll();
		const recorded = [1, 2, 3].map(() => n8n.zoho.record({}).id);
		clock.ahead += MINUTE;
		expect(idsOf(await trigger.poll())).toHaveLength(2);
		const rest = idsOf(await trigger.poll());
		expect(rest).toHaveLength(1);
		expect(recorded).toContain(rest[0]);
	});

	test('returns what Zoho sent verbatim only with all fields', async () => {
		const trigger = active({ output: 'allFields' });
		await trigger.poll();
		n8n.zoho.record({});
		const { items } = await trigger.poll();
		expect(items?.[0]?.json['raw']).toMatchObject({ source: 'crm_ui' });
		const simple = active({}, { ...trigger.staticData, cursor: null });
		await simple.poll();
		n8n.zoho.record({});
		expect((await simple.poll()).items?.[0]?.json).not.toHaveProperty('raw');
	});

	test('reads exports, and keeps its position between polls', async () => {
		const trigger = active({ options: { source: 'export' } });
		await trigger.poll();
		n8n.zoho.record({ action: 'deleted' });
		clock.ahead += 2 * MINUTE;
		const { items } = await trigger.poll();
		expect(items).toHaveLength(1);
		expect(items?.[0]?.json['event_id']).toMatch(/^[0-9a-f]{32}$/);
		expect(n8n.called('createExport')).toHaveLength(1);
		expect((await trigger.poll()).items).toBeNull();
		expect(n8n.called('createExport')).toHaveLength(1);
	});

	test('concurrent polls count as one', async () => {
		const trigger = active();
		await trigger.poll();
		n8n.zoho.record({});
		const polls = await Promise.all([trigger.poll(), trigger.poll()]);
		expect(polls.flatMap(idsOf)).toHaveLength(1);
	});

	test('keeps no more than a few hundred bytes', async () => {
		const trigger = active();
		await trigger.poll();
		n8n.zoho.record({});
		await trigger.poll();
		expect(JSON.stringify(trigger.staticData).length).toBeLessThan(500);
	});
});

describe('a problem', () => {
	test('of a missing scope prevents the activation', async () => {
		n8n.zoho.switches.settingsAuditLog = 404;
		n8n.zoho.faults.add({
			...scopeMissing('ZohoCRM.settings.audit_logs.READ'),
			times: Infinity,
		});
		await expect(active().poll()).rejects.toThrow(/lacks the scope/);
	});

	test('of a scope that exports need only at the end prevents it too', async () => {
		const { data } = n8n.credentials['zoho'] ?? {};
		const oauthTokenData = {
			...(data?.['oauthTokenData'] as object),
			scope: 'ZohoCRM.settings.audit_logs.READ ZohoCRM.settings.audit_logs.CREATE',
		};
		n8n.credentials['zoho'] = {
			type: 'zohoCrmAuditLogOAuth2Api',
			data: { ...data, oauthTokenData },
		};
		await expect(active({ options: { source: 'export' } }).poll()).rejects.toThrow(
			/ZohoFiles\.files\.READ/,
		);
	});

	test('of a wrong data center prevents the activation', async () => {
		n8n.credentials['zoho'] = {
			type: 'zohoCrmAuditLogOAuth2Api',
			data: { ...n8n.credentials['zoho']?.data, dataCenter: 'in' },
		};
		await expect(active().poll()).rejects.toThrow(/data center/);
	});

	test.each([
		[{ options: { start: '' } }, /Start Date is empty/],
		[{ options: { start: '2999-01-01' } }, /still to come/],
		[{ options: { source: 'elsewhere' } }, /no source "elsewhere"/],
		[{ options: { overlapMinutes: 'x' } }, /cannot be used for Overlap Minutes/],
		[{ triggerOn: 'alerts', alerts: [] }, /No condition is selected/],
		[{ filters: { users: ['7610000000000999999'] } }, /names user "7610000000000999999" that/],
		[{ filters: { users: 'Marta, Nobody Atall' } }, /names user "Nobody Atall" that/],
		[{ filters: { modules: ['Deals', 'Unicorns'] } }, /names module "Unicorns" that/],
		[{ filters: { actions: 'deletd' } }, /not known to use the action "deletd"/],
		[{ filters: { users: [{ id: '1' }] } }, /filter "User Names or IDs" is an object/],
		[{ filters: { record: { id: '1' } } }, /filter "Record" is an object/],
		[
			{ triggerOn: 'alerts', alertSettings: { from: 'noon' } },
			/not a time of day for Working Hours From/,
		],
		[{ triggerOn: 'alerts', alertSettings: { timeZone: 'Moon/Sea' } }, /no time zone/],
		[
			{ triggerOn: 'alerts', alertSettings: { volumeFactor: 'x' } },
			/cannot be used for Unusual Volume Factor/,
		],
	])('in the form prevents the activation: %j', async (parameters, message) => {
		await expect(active(parameters as INodeParameters).poll()).rejects.toThrow(message);
	});

	test('of a filter whose user disappears is an error execution now and then, and the others are delivered', async () => {
		const { id, full_name: name } = staff.jonas;
		const trigger = active({ filters: { users: [staff.marta.id, id] } });
		await trigger.poll();
		const left = n8n.zoho.users.filter((user) => user.id !== staff.marta.id);
		n8n.zoho.faults.add({
			on: ({ url }) => url.includes('type=AllUsers'),
			times: Infinity,
			...jsonInstead(200, { users: left, info: { more_records: false } }),
		});
		const reported: number[] = [];
		for (let polls = 1; polls <= 12; polls++) {
			clock.ahead += MINUTE;
			const { id: entry } = n8n.zoho.record({ done_by: { id, name } });
			const polled = await trigger.poll();
			expect(idsOf(polled)).toEqual([entry]);
			if (polled.errors.length > 0) reported.push(polls);
			for (const { message } of polled.errors)
				expect(message).toMatch(/filter names user "\d+" that/);
		}
		expect(reported).toEqual([1, 5, 10]);
		n8n.zoho.faults.clear();
		n8n.zoho.record({ done_by: { id, name } });
		expect((await trigger.poll()).errors).toEqual([]);
		expect(trigger.staticData).not.toHaveProperty('unknown_names');
	});

	test('is not what is set up, which the log names though it is no module', async () => {
		const trigger = active({
			filters: { modules: ['Profiles', 'users', 'Workflow_Rules', 'Deal'] },
		});
		await expect(trigger.poll()).resolves.toMatchObject({ items: null });
	});

	test('with a damaged cursor becomes an error execution, and the poll continues', async () => {
		const trigger = active({}, { cursor: { version: 7, checkpoint: 'x' }, start: 'now' });
		const { items, errors } = await trigger.poll();
		expect(items).not.toBeNull();
		expect(errors.map(String).join()).toMatch(/could not be used.*version is 7/);
		expect((await trigger.poll()).errors).toEqual([]);
	});

	test('of polls that cannot read becomes one error execution, not silence', async () => {
		const trigger = active();
		await trigger.poll();
		n8n.zoho.faults.add({
			on: 'getAuditLog',
			times: Infinity,
			...serverFault({ status: 400 }),
		});
		const messages: string[][] = [];
		for (let polls = 0; polls < 5; polls++) {
			messages.push((await trigger.poll()).errors.map(({ message }) => message));
			// The pause between two attempts is over.
			const { trouble } = trigger.staticData['cursor'] as { trouble: { failed_at: number } };
			trouble.failed_at -= 30 * MINUTE;
		}
		expect(messages).toEqual([[], [], [], [], ['Zoho had an internal problem.']]);
	});
});

describe('a manual test', () => {
	test('shows recent entries and does not move the trigger', async () => {
		const staticData: IDataObject = { cursor: 'as it was' };
		const { items } = await n8n.engine.poll(triggerWorkflow({}), NODE, {
			staticData,
			mode: 'manual',
		});
		const newest = n8n.zoho.log.slice(-10).map(({ id }) => id);
		expect(items?.map(({ json }) => json['event_id']).sort()).toEqual(newest.sort());
		expect(staticData).toEqual({ cursor: 'as it was' });
	});

	test('says so if there is nothing to show', async () => {
		const workflow = triggerWorkflow({ filters: { text: 'nobody ever wrote this' } });
		await expect(n8n.engine.poll(workflow, NODE, { mode: 'manual' })).rejects.toThrow(
			/nothing to show/,
		);
	});
});
