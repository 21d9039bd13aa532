using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Reserve.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddSubstitutions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_commission_members_territory_user_id",
                table: "commission_members");

            migrationBuilder.DropIndex(
                name: "ux_commission_members_chair",
                table: "commission_members");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ends_at",
                table: "commission_members",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "order_date",
                table: "commission_members",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "order_number",
                table: "commission_members",
                type: "character varying(50)",
                maxLength: 50,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "seat_role",
                table: "commission_members",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "votes",
                table: "commission_members",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.CreateTable(
                name: "substitutions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    absent_user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    absent_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    substitute_user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    substitute_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    seat_id = table.Column<Guid>(type: "uuid", nullable: true),
                    instrument = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    instrument_number = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    instrument_date = table.Column<DateOnly>(type: "date", nullable: false),
                    reason = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    shown = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    made_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    end_reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_substitutions", x => x.id);
                    table.CheckConstraint("ck_substitutions_days", "first_day <= last_day and starts_at <= ends_at");
                    table.CheckConstraint("ck_substitutions_ended", "(ended_at is null) = (end_reason is null)");
                    table.CheckConstraint("ck_substitutions_others", "absent_user_id <> substitute_user_id");
                    table.CheckConstraint("ck_substitutions_scope", "role is null or seat_id is null");
                    table.ForeignKey(
                        name: "fk_substitutions_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_substitutions_users_absent_user_id",
                        column: x => x.absent_user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_substitutions_users_substitute_user_id",
                        column: x => x.substitute_user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_commission_members_territory_user_id",
                table: "commission_members",
                columns: new[] { "territory", "user_id" });

            migrationBuilder.CreateIndex(
                name: "ix_substitutions_absent_user_id_ends_at",
                table: "substitutions",
                columns: new[] { "absent_user_id", "ends_at" });

            migrationBuilder.CreateIndex(
                name: "ix_substitutions_seat_id_ends_at",
                table: "substitutions",
                columns: new[] { "seat_id", "ends_at" });

            migrationBuilder.CreateIndex(
                name: "ix_substitutions_substitute_user_id_ends_at",
                table: "substitutions",
                columns: new[] { "substitute_user_id", "ends_at" });

            migrationBuilder.CreateIndex(
                name: "ix_substitutions_territory",
                table: "substitutions",
                column: "territory");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "substitutions");

            migrationBuilder.DropIndex(
                name: "ix_commission_members_territory_user_id",
                table: "commission_members");

            migrationBuilder.DropColumn(
                name: "ends_at",
                table: "commission_members");

            migrationBuilder.DropColumn(
                name: "order_date",
                table: "commission_members");

            migrationBuilder.DropColumn(
                name: "order_number",
                table: "commission_members");

            migrationBuilder.DropColumn(
                name: "seat_role",
                table: "commission_members");

            migrationBuilder.DropColumn(
                name: "votes",
                table: "commission_members");

            migrationBuilder.CreateIndex(
                name: "ix_commission_members_territory_user_id",
                table: "commission_members",
                columns: new[] { "territory", "user_id" },
                unique: true,
                filter: "left_at is null");

            migrationBuilder.CreateIndex(
                name: "ux_commission_members_chair",
                table: "commission_members",
                column: "territory",
                unique: true,
                filter: "is_chair and left_at is null");
        }
    }
}
