import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeAggregate } from '#aggregates';
import { allRegionNames } from '#national-codes';
import { WITHOUT_COUNTY_CODE } from '../domain/authority.js';

/** 主管部门: the city, its districts and counties, and the three that have no county code. */
export class KnowAuthorities1796100000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table authorities (
        authority_code text primary key,
        name text not null,
        tier text not null check (tier in ('CITY', 'DISTRICT')),
        status text not null check (status in ('ACTIVE', 'RETIRED')),
        version integer not null
      )`);
    const districts = allRegionNames().filter(({ code, inForce }) => inForce && /^50(?!0000)/.test(code));
    const known = [{ code: '500000', name: '重庆市' }, ...districts, ...WITHOUT_COUNTY_CODE];
    await queryRunner.query(
      `insert into authorities
       select code, name, case code when '500000' then 'CITY' else 'DISTRICT' end, 'ACTIVE', 1
       from unnest($1::text[], $2::text[]) as known (code, name)`,
      [known.map(({ code }) => code), known.map(({ name }) => name)],
    );
    await makeAggregate(queryRunner, 'authorities', {
      id: 'authority_code',
      idType: 'text',
      state: 'status',
      seenBy: 'city',
    });
    await queryRunner.query(`
      insert into authorities_history
        (authority_code, version, state, happened, effective_on, recorded_at, data)
      select authority_code, version, status, 'add-authority', (now() at time zone 'Asia/Shanghai')::date, now(),
        to_jsonb(authorities) from authorities`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table authorities, authorities_history');
  }
}
