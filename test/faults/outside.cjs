// Loaded before anything else in a process under test. Time runs twenty times as fast, so that waits
// of half a minute take a second and a half (docs/decisions/fault-clock.md); and every connection
// that is opened is written down.
'use strict';
const { appendFileSync } = require('node:fs');
const net = require('node:net');
const timers = require('node:timers/promises');

const SPEED = 20;

/** @param {typeof globalThis} world whose clock is made fast */
function hasten(world) {
	const { setTimeout } = world;
	const now = world.Date.now;
	const start = now();
	const { promisify } = require('node:util');
	const fast = (callback, milliseconds = 0, ...rest) =>
		setTimeout(callback, milliseconds / SPEED, ...rest);
	fast[promisify.custom] = setTimeout[promisify.custom];
	world.setTimeout = fast;
	world.Date.now = () => Math.round(start + (now() - start) * SPEED);
	const { performance } = world;
	const begun = performance.now();
	const ticks = () => begun + (performance.now() - begun) * SPEED;
	const fastPerformance = Object.create(performance, { now: { value: ticks } });
	const set = (value) =>
		Object.defineProperty(world, 'performance', { value, configurable: true, writable: true });
	set(fastPerformance);
	return () => {
		world.setTimeout = setTimeout;
		world.Date.now = now;
		set(performance);
	};
}

/** The clock of a test, and of what is loaded outside of Jest's sandbox: n8n's engine. */
function hastenTests() {
	const outside = require('node:vm').runInThisContext('globalThis');
	const slow = [globalThis, outside].map(hasten);
	return () => slow.forEach((stop) => stop());
}

/**
 * Sets the clock of the machine; nothing else notices. Returns what sets it right again.
 * @param {number} milliseconds
 */
function setClock(milliseconds) {
	const outside = require('node:vm').runInThisContext('globalThis');
	const undo = [globalThis, outside].map(({ Date }) => {
		const { now } = Date;
		Date.now = () => now() + milliseconds;
		return () => void (Date.now = now);
	});
	return () => undo.forEach((right) => right());
}

/** @param {(target: string) => void} note told `host:port` of every connection */
function watchConnections(note) {
	const { connect } = net.Socket.prototype;
	net.Socket.prototype.connect = function (...args) {
		const [options] = Array.isArray(args[0]) ? args[0] : args;
		if (options && typeof options === 'object' && 'port' in options) {
			note(`${options.host ?? 'localhost'}:${options.port}`);
		}
		return connect.apply(this, args);
	};
	return () => void (net.Socket.prototype.connect = connect);
}

module.exports = { hastenTests, setClock, watchConnections, SPEED };

const file = process.env.FAULTS_CONNECTIONS;
if (file) {
	hasten(globalThis);
	const wait = timers.setTimeout;
	timers.setTimeout = (milliseconds, ...rest) => wait(milliseconds / SPEED, ...rest);
	watchConnections((target) => appendFileSync(file, `${target}\n`));
}
