using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Reserve.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddFormerCases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "former_id",
                table: "appointment_cases",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_appeal",
                table: "appointment_cases",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateIndex(
                name: "ix_appointment_cases_former_id",
                table: "appointment_cases",
                column: "former_id");

            migrationBuilder.AddCheckConstraint(
                name: "ck_appointment_cases_appeal",
                table: "appointment_cases",
                sql: "not is_appeal or former_id is not null");

            migrationBuilder.AddForeignKey(
                name: "fk_appointment_cases_appointment_cases_former_id",
                table: "appointment_cases",
                column: "former_id",
                principalTable: "appointment_cases",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_appointment_cases_appointment_cases_former_id",
                table: "appointment_cases");

            migrationBuilder.DropIndex(
                name: "ix_appointment_cases_former_id",
                table: "appointment_cases");

            migrationBuilder.DropCheckConstraint(
                name: "ck_appointment_cases_appeal",
                table: "appointment_cases");

            migrationBuilder.DropColumn(
                name: "former_id",
                table: "appointment_cases");

            migrationBuilder.DropColumn(
                name: "is_appeal",
                table: "appointment_cases");
        }
    }
}
