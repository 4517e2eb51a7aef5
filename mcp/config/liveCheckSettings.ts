import { parsed, trueOrFalse } from './setting';

/** A record, as its address in Zoho CRM has it: `Deals/7610000000123456789`. */
export interface RecordAddress {
	readonly module: string;
	readonly id: string;
}

function recordAddress(text: string): RecordAddress | null {
	const [, module, id] = /^(\w{1,100})\/(\d{5,30})$/.exec(text.trim()) ?? [];
	return module === undefined || id === undefined ? null : { module, id };
}

/** Of the command live-check. */
export const LIVE_CHECK_SETTINGS = {
	create: trueOrFalse({
		flag: 'create',
		commands: ['live-check'],
		about: 'Create two exports, the only way to see how Zoho makes them',
	}),
	record: parsed('a module and the id of a record, such as Deals/1234567890', recordAddress, {
		flag: 'record',
		argument: 'MODULE/ID',
		commands: ['live-check'],
		about: 'A record whose timeline is looked at',
	}),
};
