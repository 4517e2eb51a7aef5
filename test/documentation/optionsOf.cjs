// Loaded before a script of ours: prints what the script has its words parsed by, and ends it there.
const { writeSync } = require('node:fs');
const util = require('node:util');

util.parseArgs = (config) => {
	writeSync(1, JSON.stringify(config));
	process.exit(0);
};
