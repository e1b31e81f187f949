"""The company's own file: people, roles, leave and limits, with every fault told by its line."""

from bot.company_file.reading import CompanyFaults, CompanyFile, Fault, read_company
from bot.company_file.tables import CompanyTable, PersonTable, RoleTable

__all__ = [
    "CompanyFaults",
    "CompanyFile",
    "CompanyTable",
    "Fault",
    "PersonTable",
    "RoleTable",
    "read_company",
]
