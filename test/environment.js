// A process runs many files of tests, which share Node's own modules: a file that replaces something in
// them (nock does, in node:http) has to put it back, or it fails.
const { AsyncLocalStorage } = require('node:async_hooks');
const http = require('node:http');
const https = require('node:https');
const Module = require('node:module');
const net = require('node:net');
const path = require('node:path');
const timers = require('node:timers/promises');
const v8 = require('node:v8');
const { TestEnvironment } = require('jest-environment-node');

// Most code of a test runs for a moment, and optimizing it takes longer than it runs. Later versions of Node.js
// have no such setting.
if (process.versions.node.startsWith('20.')) v8.setFlagsFromString('--interrupt-budget=500000');

/** Set, the first test that fails ends the process. */
const STOP = 'TEST_STOP_AT_FAILURE';

/** Which what is loaded outside of Jest's sandbox goes by. */
const clock = {
	get setTimeout() {
		return globalThis.setTimeout;
	},
	get now() {
		return Date.now;
	},
	get ticks() {
		return performance.now;
	},
};
const shared = { clock, http, https, Module, net, socket: net.Socket.prototype, timers };

const membersOf = (owners) =>
	Object.entries(owners).flatMap(([name, owner]) =>
		Object.entries(owner).map(([member, value]) => [`${name}.${member}`, value]),
	);

/**
 * Jest's own code is evaluated for each file and keeps its context in a storage of its own. Node before 24 asks every
 * storage ever used for its value at each promise, which took more time than the tests of the last files themselves.
 */
const storages = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...args) {
	storages.add(this);
	return run.apply(this, args);
};

/** What every file finds in the sandbox, and may replace only as long as it runs. */
class Sandbox extends TestEnvironment {
	constructor(...setup) {
		super(...setup);
		this.keys = new Set(Reflect.ownKeys(this.global));
		this.exit = this.global.process.exit;
	}

	members() {
		const { Date, setTimeout, setInterval, setImmediate, fetch, Buffer, URL } = this.global;
		const globals = { Date, setTimeout, setInterval, setImmediate, fetch, Buffer, URL };
		return membersOf({ ...shared, globals, Date: { now: Date.now } });
	}

	begin(file) {
		this.file = path.relative(process.cwd(), file);
		this.before = new Map(this.members());
	}

	/** A mutant is killed by the first test that fails: test/mutants/tree.ts waits for no other. */
	handleTestEvent({ name, test }) {
		if (process.env[STOP] && name === 'test_done' && test.errors.length > 0) {
			const titles = [];
			for (let it = test; it.parent; it = it.parent) titles.unshift(it.name);
			process.stderr.write(`FAIL ${this.file}\n  ● ${titles.join(' › ')}\n`);
			process.exit(1);
		}
	}

	/** The sandbox is for the next file as well: test/runtime.cjs */
	async teardown() {
		for (const storage of storages) storage.disable();
		storages.clear();
		this.global.process.exit = this.exit;
		for (const key of Reflect.ownKeys(this.global)) {
			if (!this.keys.has(key)) delete this.global[key];
		}
		// Jest keeps what was deleted until the sandbox ends.
		this._globalProxy.leftovers = [];
		const changed = this.members().filter(([name, value]) => this.before.get(name) !== value);
		if (changed.length > 0) throw new Error(`Left replaced: ${changed.map(([name]) => name)}`);
	}
}

let sandbox;

/** The same object for each file that this process runs. */
module.exports = function (...setup) {
	sandbox ??= new Sandbox(...setup);
	sandbox.begin(setup[1].testPath);
	return sandbox;
};
