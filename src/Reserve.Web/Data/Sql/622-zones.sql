-- The clocks of the regions, whole hours from universal time; one whose clock is not known goes by the installation's own. Where a region
-- has several, that of its capital. From the list of regions of hflabs (docs/third-party.md).
insert into territory_zone (path, utc_hours)
select path, utc_hours from (values
    ('RU.01', 3), ('RU.02', 5), ('RU.03', 8), ('RU.04', 7), ('RU.05', 3), ('RU.06', 3), ('RU.07', 3), ('RU.08', 3),
    ('RU.09', 3), ('RU.10', 3), ('RU.11', 3), ('RU.12', 3), ('RU.13', 3), ('RU.14', 9), ('RU.15', 3), ('RU.16', 3),
    ('RU.17', 7), ('RU.18', 4), ('RU.19', 7), ('RU.20', 3), ('RU.21', 3), ('RU.22', 7), ('RU.23', 3), ('RU.24', 7),
    ('RU.25', 10), ('RU.26', 3), ('RU.27', 10), ('RU.28', 9), ('RU.29', 3), ('RU.30', 4), ('RU.31', 3), ('RU.32', 3),
    ('RU.33', 3), ('RU.34', 3), ('RU.35', 3), ('RU.36', 3), ('RU.37', 3), ('RU.38', 8), ('RU.39', 2), ('RU.40', 3),
    ('RU.41', 12), ('RU.42', 7), ('RU.43', 3), ('RU.44', 3), ('RU.45', 5), ('RU.46', 3), ('RU.47', 3), ('RU.48', 3),
    ('RU.49', 11), ('RU.50', 3), ('RU.51', 3), ('RU.52', 3), ('RU.53', 3), ('RU.54', 7), ('RU.55', 6), ('RU.56', 5),
    ('RU.57', 3), ('RU.58', 3), ('RU.59', 5), ('RU.60', 3), ('RU.61', 3), ('RU.62', 3), ('RU.63', 4), ('RU.64', 4),
    ('RU.65', 11), ('RU.66', 5), ('RU.67', 3), ('RU.68', 3), ('RU.69', 3), ('RU.70', 7), ('RU.71', 3), ('RU.72', 5),
    ('RU.73', 4), ('RU.74', 5), ('RU.75', 9), ('RU.76', 3), ('RU.77', 3), ('RU.78', 3), ('RU.79', 10), ('RU.83', 3),
    ('RU.86', 5), ('RU.87', 12), ('RU.89', 5), ('RU.91', 3), ('RU.92', 3)
) as known (path, utc_hours)
where exists (select from territories t where t.path = known.path)
on conflict (path) do update set utc_hours = excluded.utc_hours;
