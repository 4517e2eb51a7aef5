import { crc32, deflateRawSync } from 'node:zlib';

/** One member of a handmade ZIP, correct unless specified otherwise. */
export interface Member {
	readonly name: string;
	readonly content: Uint8Array;
	readonly isStored?: boolean;
	/** Sizes and checksum come after the data, zeros before it. */
	readonly hasDescriptor?: boolean;
	/** Sizes and offset are in a ZIP64 field. */
	readonly isZip64?: boolean;
	readonly localExtra?: Uint8Array;
	readonly extra?: Uint8Array;
	readonly comment?: string;
	/** Wrong values in the directory. */
	readonly overrides?: {
		readonly size?: number;
		readonly packed?: number;
		readonly offset?: number;
		readonly crc?: number;
		readonly flags?: number;
		readonly method?: number;
		readonly size64?: bigint;
	};
	/** Compressed data, if not made from the content. */
	readonly data?: Uint8Array;
}

export interface Archive {
	readonly members: readonly Member[];
	readonly comment?: string;
	/** Wrong values in the end record. */
	readonly overrides?: { readonly count?: number; readonly start?: number; readonly size?: number };
}

/** A ZIP as PKWARE's APPNOTE.TXT describes it, written field by field. */
export function zipFile({ members, comment = '', overrides = {} }: Archive): Uint8Array {
	const parts: Buffer[] = [];
	const directory: Buffer[] = [];
	let at = 0;
	for (const member of members) {
		const { local, entry } = written(member, at);
		parts.push(local);
		directory.push(entry);
		at += local.length;
	}
	const entries = Buffer.concat(directory);
	const end = Buffer.alloc(22);
	end.writeUInt32LE(0x06054b50, 0);
	end.writeUInt16LE(overrides.count ?? members.length, 8);
	end.writeUInt16LE(overrides.count ?? members.length, 10);
	end.writeUInt32LE(overrides.size ?? entries.length, 12);
	end.writeUInt32LE(overrides.start ?? at, 16);
	end.writeUInt16LE(Buffer.byteLength(comment), 20);
	return Buffer.concat([...parts, entries, end, Buffer.from(comment)]);
}

function written(member: Member, at: number): { readonly local: Buffer; readonly entry: Buffer } {
	const {
		content,
		isStored = false,
		hasDescriptor = false,
		isZip64 = false,
		overrides = {},
	} = member;
	const name = Buffer.from(member.name);
	const data = Buffer.from(member.data ?? (isStored ? content : deflateRawSync(content)));
	const crc = crc32(Buffer.from(content));
	const flags = overrides.flags ?? (hasDescriptor ? 0x808 : 0x800);
	const method = overrides.method ?? (isStored ? 0 : 8);
	const localExtra = Buffer.from(member.localExtra ?? []);
	const local = Buffer.alloc(30);
	local.writeUInt32LE(0x04034b50, 0);
	local.writeUInt16LE(20, 4);
	local.writeUInt16LE(flags, 6);
	local.writeUInt16LE(method, 8);
	local.writeUInt32LE(hasDescriptor ? 0 : crc, 14);
	local.writeUInt32LE(hasDescriptor ? 0 : data.length, 18);
	local.writeUInt32LE(hasDescriptor ? 0 : content.length, 22);
	local.writeUInt16LE(name.length, 26);
	local.writeUInt16LE(localExtra.length, 28);
	const descriptor = Buffer.alloc(hasDescriptor ? 16 : 0);
	if (hasDescriptor) {
		descriptor.writeUInt32LE(0x08074b50, 0);
		descriptor.writeUInt32LE(crc, 4);
		descriptor.writeUInt32LE(data.length, 8);
		descriptor.writeUInt32LE(content.length, 12);
	}

	const zip64 = Buffer.alloc(isZip64 ? 28 : 0);
	if (isZip64) {
		zip64.writeUInt16LE(1, 0);
		zip64.writeUInt16LE(24, 2);
		zip64.writeBigUInt64LE(overrides.size64 ?? BigInt(content.length), 4);
		zip64.writeBigUInt64LE(BigInt(data.length), 12);
		zip64.writeBigUInt64LE(BigInt(at), 20);
	}
	const extra = Buffer.concat([Buffer.from(member.extra ?? []), zip64]);
	const remark = Buffer.from(member.comment ?? '');
	const entry = Buffer.alloc(46);
	entry.writeUInt32LE(0x02014b50, 0);
	entry.writeUInt16LE(20, 4);
	entry.writeUInt16LE(20, 6);
	entry.writeUInt16LE(flags, 8);
	entry.writeUInt16LE(method, 10);
	entry.writeUInt32LE(overrides.crc ?? crc, 16);
	entry.writeUInt32LE(isZip64 ? 0xffffffff : (overrides.packed ?? data.length), 20);
	entry.writeUInt32LE(isZip64 ? 0xffffffff : (overrides.size ?? content.length), 24);
	entry.writeUInt16LE(name.length, 28);
	entry.writeUInt16LE(extra.length, 30);
	entry.writeUInt16LE(remark.length, 32);
	entry.writeUInt32LE(isZip64 ? 0xffffffff : (overrides.offset ?? at), 42);
	return {
		local: Buffer.concat([local, name, localExtra, data, descriptor]),
		entry: Buffer.concat([entry, name, extra, remark]),
	};
}
