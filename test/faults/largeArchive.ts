import AdmZip from 'adm-zip';

/** Rows repeat after so many, which is a day of nine and a minute of an hour. */
const PERIOD = 180;

function rows(count: number, from: number): Buffer {
	const lines = Array.from({ length: PERIOD }, (_, row) => {
		const minute = String(row % 60).padStart(2, '0');
		return `2026-09-0${1 + ((row + from) % 9)}T08:${minute}Z,a\n`;
	});
	const whole = lines.join('').repeat(Math.floor(count / PERIOD));
	return Buffer.from(`Audited Time,Action\n${whole}${lines.slice(0, count % PERIOD).join('')}`);
}

/** An export's archive whose files have so many rows, all of the first nine days of September. */
export function archiveOf(counts: readonly number[]): Buffer {
	const archive = new AdmZip();
	for (const [index, count] of counts.entries()) {
		archive.addFile(`AuditLog_${index + 1}.csv`, rows(count, index));
	}
	return archive.toBuffer();
}
