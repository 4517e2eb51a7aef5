import { crc32 } from 'node:zlib';
import { nodeInflate } from '../nodeInflate';
import { zipMembers } from '../../../shared/files/zipDirectory';
import type { Contender } from '../contender';
import { download } from '../download';

/** The unavoidable minimum: the download inflated and its checksums compared, nothing parsed. */
const floor: Contender = async (url, progress) => {
	const bytes = await download(url, progress);
	let unpacked = 0;
	for (const member of zipMembers(bytes, 'AuditLog_001.zip')) {
		let crc = 0;
		for await (const chunk of nodeInflate(member.compressed)) {
			crc = crc32(chunk as Buffer, crc);
			unpacked += chunk.length;
		}
		if (crc !== member.crc) throw new Error(`The checksum of ${member.name} is wrong.`);
	}
	return unpacked;
};

export const contenders = { floor };
