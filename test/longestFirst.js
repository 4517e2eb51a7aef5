// The order of the files: those that take longest begin, so that none of them is left alone at the end.
// Jest knows how long they take only when they ran before, and on a fresh clone goes by their size.
const Sequencer = require('@jest/test-sequencer').default;

const LONGEST = [
	'faults/killed',
	'faults/files',
	'faults/trigger',
	'faults/busy',
	'faults/jobs',
	'trigger/triggerProperties',
	'trigger/cursorProperties',
	'server/secrets',
	'evals/evals',
	'documentation/commands',
	'test/packages',
	'oracles/',
	'faults/',
	'mcp/',
	'nodes/',
];

const placeOf = ({ path }) => {
	const place = LONGEST.findIndex((part) => path.replaceAll('\\', '/').includes(part));
	return place < 0 ? LONGEST.length : place;
};

module.exports = class extends Sequencer {
	async sort(tests) {
		return (await super.sort(tests)).sort((a, b) => placeOf(a) - placeOf(b));
	}
};
