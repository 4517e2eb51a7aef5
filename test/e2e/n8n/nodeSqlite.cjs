/**
 * Replaces the package sqlite3 in the n8n under test: the few calls of n8n's database layer (Database,
 * run, all, close), on Node's own SQLite, so that nothing has to be compiled or downloaded.
 */
const { DatabaseSync } = require('node:sqlite');

const READ_ONLY = 1;
const ACCESS = 3;

class Database {
	constructor(file, flags, callback) {
		const done = typeof flags === 'function' ? flags : callback;
		let error = null;
		try {
			this.database = new DatabaseSync(file, {
				readOnly: typeof flags === 'number' && (flags & ACCESS) === READ_ONLY,
				timeout: 5000,
				enableDoubleQuotedStringLiterals: true,
				enableForeignKeyConstraints: false,
			});
			// n8n's older migrations write to the schema table.
			this.database.enableDefensive?.(false);
		} catch (thrown) {
			error = thrown;
		}
		queueMicrotask(() => done?.call(this, error));
	}

	run(sql, parameters, callback) {
		return this.#execute(sql, parameters, callback, (statement, values, self) => {
			const { lastInsertRowid, changes } = statement.run(...values);
			self.lastID = Number(lastInsertRowid);
			self.changes = Number(changes);
		});
	}

	all(sql, parameters, callback) {
		return this.#execute(sql, parameters, callback, (statement, values) =>
			statement.all(...values).map(plain),
		);
	}

	close(callback) {
		let error = null;
		try {
			this.database.close();
		} catch (thrown) {
			error = thrown;
		}
		setImmediate(() => callback?.(error));
	}

	#execute(sql, parameters, callback, work) {
		const done = typeof parameters === 'function' ? parameters : callback;
		const values = typeof parameters === 'function' ? [] : (parameters ?? []);
		const self = {};
		let error = null;
		let rows;
		try {
			rows = work(this.database.prepare(sql), values.map(bound), self);
		} catch (thrown) {
			error = coded(thrown);
		}
		// sqlite3 calls back asynchronously, and its callers rely on that.
		setImmediate(() => done?.call(self, error, rows));
		return this;
	}
}

function bound(value) {
	if (value === undefined) return null;
	if (typeof value === 'boolean') return Number(value);
	return value instanceof Date ? value.getTime() : value;
}

function plain(row) {
	return Object.fromEntries(
		Object.entries(row).map(([name, value]) => [
			name,
			value instanceof Uint8Array ? Buffer.from(value) : value,
		]),
	);
}

function coded(error) {
	const code = /constraint/i.test(error.message) ? 'SQLITE_CONSTRAINT' : 'SQLITE_ERROR';
	return Object.assign(new Error(`${code}: ${error.message}`), { code, errno: error.errcode });
}

module.exports = {
	Database,
	verbose: () => module.exports,
	OPEN_READONLY: READ_ONLY,
	OPEN_READWRITE: 2,
	OPEN_CREATE: 4,
	OPEN_URI: 64,
	OPEN_FULLMUTEX: 65536,
	OPEN_SHAREDCACHE: 131072,
	OPEN_PRIVATECACHE: 262144,
};
