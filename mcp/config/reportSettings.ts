import { parsed } from './setting';

const ofReport = ['report'] as const;

/** What the command `report` is about: the words of a question, as tools take them. */
export const REPORT_SETTINGS = {
	reportFrom: parsed('words such as "last week", or a time', String, {
		flag: 'from',
		argument: 'WORDS',
		commands: ofReport,
		default: 'last 7 days',
		about: 'The period, or its beginning',
	}),
	reportTo: parsed('words such as "yesterday", or a time', String, {
		flag: 'to',
		argument: 'WORDS',
		commands: ofReport,
		about: 'Its end',
	}),
	reportUser: parsed('a name, an e-mail address or an id', String, {
		flag: 'user',
		argument: 'NAME',
		commands: ofReport,
		about: 'Of this user alone',
	}),
	reportModule: parsed('a module', String, {
		flag: 'module',
		argument: 'NAME',
		commands: ofReport,
		about: 'Of this module alone',
	}),
	reportOut: parsed('a path', String, {
		flag: 'out',
		argument: 'FILE',
		commands: ofReport,
		about: 'The HTML file to write, in place of one of that name',
	}),
};
