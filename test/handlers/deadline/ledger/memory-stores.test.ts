import { MemoryFactStore, MemoryToldStore } from '../../../../handlers/deadline/ledger/memory-stores.ts';
import { holdFactsToContract, holdToldToContract } from './stores-contract.ts';

holdFactsToContract(() => new MemoryFactStore());
holdToldToContract(() => new MemoryToldStore());
