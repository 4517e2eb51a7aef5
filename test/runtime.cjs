// One sandbox for all files that a process runs, with one copy of every package and of our own code:
// docs/decisions/one-sandbox.md
const path = require('node:path');
const JestRuntime = require('jest-runtime').default;

const ROOT = path.join(__dirname, '..');
/** Evaluated once more for each file: tests, their hooks, and nock, which begins to replace node:http when it is loaded. */
const OWN = [
	/\.test\.ts$/,
	/^test\/(?:faults\/(?:house|triggerHouse)|nodes\/(?:nodeInEngine|triggerInEngine)|zoho\/mockWithNock)\.ts$/,
	/^node_modules\/(?:nock|@mswjs)\//,
];

/** Modules by their files. */
const modules = new Map();

class Runtime extends JestRuntime {
	constructor(...setup) {
		super(...setup);
		this.registries.moduleRegistry = modules;
	}

	/** Not torn down: a shared module may still require another. */
	teardown() {
		this.restoreAllMocks();
		this.testState.enterTestCode();
		for (const file of modules.keys()) {
			const name = path.relative(ROOT, file).replaceAll('\\', '/');
			if (OWN.some((own) => own.test(name))) modules.delete(file);
		}
		// A module remembers by whom it was loaded. What else that one holds, Jest's own code and the text of every
		// file, would stay as well, and be looked through by each collection of garbage from then on.
		this.registries.internalModuleRegistry.clear();
		this.fileCache.clear();
		this.transformCache.clear();
		this.jestGlobals.clearJestObjectCache();
	}
}

module.exports = Runtime;
