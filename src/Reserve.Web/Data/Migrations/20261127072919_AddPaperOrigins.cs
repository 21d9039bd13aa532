using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Reserve.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddPaperOrigins : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "data",
                table: "papers",
                type: "json",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "process",
                table: "papers",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "template",
                table: "papers",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "title",
                table: "papers",
                type: "character varying(300)",
                maxLength: 300,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "version",
                table: "papers",
                type: "uuid",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "data",
                table: "papers");

            migrationBuilder.DropColumn(
                name: "process",
                table: "papers");

            migrationBuilder.DropColumn(
                name: "template",
                table: "papers");

            migrationBuilder.DropColumn(
                name: "title",
                table: "papers");

            migrationBuilder.DropColumn(
                name: "version",
                table: "papers");
        }
    }
}
