import { MemoryLedger } from '../../../../handlers/alert/memory-ledger.ts';
import { holdToContract } from './ledger-contract.ts';

holdToContract(() => new MemoryLedger());
