import { Module } from '@nestjs/common';
import { StockImport } from './import-stock.js';
import { SignBalance } from './sign-balance.js';
import { TakeoverBalancesController } from './takeover-balances.controller.js';

/** 接管存量: a city that exists already */
@Module({ controllers: [StockImport, TakeoverBalancesController], providers: [SignBalance] })
export class TakingOverModule {}
