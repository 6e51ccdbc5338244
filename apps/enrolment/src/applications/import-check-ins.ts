import { Controller } from '@nestjs/common';
import type { Transaction } from '#database';
import { transitionImport } from '#importing';
import { Tag } from '#runtime';
import { Sealer } from '#security';
import type { Application } from '../domain/application.js';
import { personIndex } from './applications.js';
import { type Cells, columns, type Row } from './check-in-columns.js';
import { checkInApplicants } from './check-in-applicants.js';

export const checkInFile = {
  columns,
  sheet: '报到',
  key: 'applicationId' as const,
  checkRow: ({ applicationId, idNumber }: Cells) =>
    (applicationId ?? idNumber)
      ? []
      : [{ field: 'applicationId' as const, code: 'missing', message: '请填写报名编号或证件号码' }],
  find: findAdmitted,
  differs: ({ name }: Application, asked: Cells) =>
    asked.name === undefined || asked.name === name
      ? undefined
      : { field: 'name' as const, code: 'other-name', message: '姓名与该报名不符，请核对该行是否错位' },
};

/** 批量报到: the sheet of a check-in, where an officer has noted who came, on which day, and that the identity was seen. */
@Tag('check-in-imports', '批量报到: a sheet of who came, looked through first and then committed')
@Controller('check-ins/imports')
export class CheckInImport extends transitionImport(checkInApplicants, checkInFile) {
  constructor(sealer: Sealer) {
    super({ sealer });
  }
}

/** By the application, or by the document of a person whom the school has admitted once. */
async function findAdmitted(tx: Transaction, rows: readonly Row[], { sealer }: { sealer: Sealer }) {
  const indexOf = ({ values: { idType = 'RESIDENT_ID', issuingState, idNumber } }: Row) =>
    personIndex(sealer, { idType, issuingState, idNumber: idNumber! });
  const byDocument = rows.filter(({ values }) => values.applicationId === undefined);
  const found = await tx.query<{ index: string; id: string }>(
    `select id_number_index as index, min(application_id::text) as id from applications
     where id_number_index = any($1) and state = 'ADMITTED' group by id_number_index having count(*) = 1`,
    [byDocument.map(indexOf)],
  );
  const ids = new Map(found.map(({ index, id }) => [index, id]));
  return (row: Row) => row.values.applicationId ?? ids.get(indexOf(row));
}
