// Preloaded into one of our scripts: prints the options it passes to parseArgs, and exits.
const { writeSync } = require('node:fs');
const util = require('node:util');

util.parseArgs = (config) => {
	writeSync(1, JSON.stringify(config));
	process.exit(0);
};
