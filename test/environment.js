// A process runs many files of tests, which share Node's own modules: a file that replaces something in
// them (nock does, in node:http) has to put it back, or it fails.
const http = require('node:http');
const https = require('node:https');
const Module = require('node:module');
const net = require('node:net');
const timers = require('node:timers/promises');
const { TestEnvironment } = require('jest-environment-node');

/** Which what is loaded outside of Jest's sandbox goes by. */
const clock = {
	get setTimeout() {
		return globalThis.setTimeout;
	},
	get now() {
		return Date.now;
	},
};
const shared = { clock, http, https, Module, net, socket: net.Socket.prototype, timers };

const membersOf = () =>
	Object.entries(shared).flatMap(([name, owner]) =>
		Object.entries(owner).map(([member, value]) => [`${name}.${member}`, value]),
	);

module.exports = class extends TestEnvironment {
	before = new Map(membersOf());

	async teardown() {
		await super.teardown();
		const changed = membersOf().filter(([name, value]) => this.before.get(name) !== value);
		if (changed.length > 0) throw new Error(`Left replaced: ${changed.map(([name]) => name)}`);
	}
};
