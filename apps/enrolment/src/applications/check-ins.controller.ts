import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import { Commands, declareActions } from '#commands';
import { id, Season } from '#contracts';
import { filledWorkbook } from '#importing';
import { AnswersWorkbook, listOf, Summary, Tag, workbookFile } from '#runtime';
import { type Actor, CurrentActor, Roles, Sealer } from '#security';
import { applicationView } from './application-view.js';
import { applications, SEALED_KEY } from './applications.js';
import { checkInFile } from './import-check-ins.js';

const admitted = listOf({
  filters: {
    year: ['year', z.coerce.number().int().min(2000).max(2100)],
    season: ['season', Season],
    offeringId: ['offering_id', id],
  },
  sorts: { applicationId: ['application_id'] },
});
const { 'export-check-in-sheet': EXPORT } = declareActions({
  'export-check-in-sheet': { zh: '导出了报到表', en: 'exported a sheet for the check-in' },
});

const select = `select ${applications.selected}, major.name as major_name, ${SEALED_KEY}
  from applications join offerings using (offering_id)
    join catalogue_majors major using (catalogue_version, major_code)
  where applications.state = 'ADMITTED'`;

@Tag('check-ins', '报到表: who is admitted, to be filled in at the check-in and imported')
@Controller('check-ins')
export class CheckInsController {
  constructor(
    private readonly commands: Commands,
    private readonly sealer: Sealer,
  ) {}

  @Get('export')
  @Summary({ zh: '导出报到表', en: 'Export who is admitted, in the layout of the import of check-ins' })
  @Roles('school-admissions')
  @AnswersWorkbook()
  async export(
    @Query({ schema: admitted.exportQuery }) query: z.infer<typeof admitted.exportQuery>,
    @CurrentActor() actor: Actor,
  ) {
    const itemOf = ({ major_name: majorName, sealed_key: key, ...row }: Shown) => {
      const { applicationId, name, idNumber } = applicationView(applications.stateOf(row), key, this.sealer);
      return { applicationId, name, partOfIdNumber: idNumber, majorName };
    };
    const bytes = await this.commands.look(actor, EXPORT, (tx) =>
      filledWorkbook(checkInFile, admitted.all(tx, query, { select, itemOf })),
    );
    return workbookFile('check-ins', bytes);
  }
}

interface Shown {
  readonly major_name: string;
  readonly sealed_key: string | null;
}
