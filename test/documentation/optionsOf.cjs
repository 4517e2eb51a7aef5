// Preloaded into one of our scripts: prints the options it passes to parseArgs, and exits.
const { readFileSync, writeSync } = require('node:fs');
const Module = require('node:module');
const util = require('node:util');
const transform = require('../transform.js');

// As tsx does, which takes longer to load than most scripts.
Module._extensions['.ts'] = (module, file) =>
	module._compile(transform.process(readFileSync(file, 'utf8'), file).code, file);

util.parseArgs = (config) => {
	writeSync(1, JSON.stringify(config));
	process.exit(0);
};
